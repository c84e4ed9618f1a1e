using BenchmarkDotNet.Attributes;
using Consent.Auditing;

namespace Consent.Benchmarks;

/// <summary>Verifying a whole log, figures per entry: every slot, leaf and node against the head, beside the bare hashing of the same bytes.</summary>
[MemoryDiagnoser]
public class VerifyLogBenchmarks
{
    private readonly List<SealedEntry> _log = [];
    private BareHash _hashing = null!;
    private TreeHead _head;

    /// <summary>Makes the log.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var sealer = new EntrySealer();
        _log.AddRange(SampleLog.NewEntries(0).Select(e => sealer.Seal(e, SampleLog.NewSalts())));
        var growth = MerkleFrontier.Empty.Append([.. _log.Select(e => e.Leaf.Hash())]);
        _head = growth.Frontier.Head;
        _hashing = new(_log.SelectMany(BareHash.LengthsOf).Concat(BareHash.Nodes(growth.Nodes.Count(n => n.Node.Level > 0))));
        if (!Verify().IsSound)
        {
            throw new InvalidOperationException("The log does not verify.");
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleLog.Entries, Description = "bare SHA-256 of the log's bytes")]
    public byte Bare() => _hashing.Run();

    [Benchmark(OperationsPerInvoke = SampleLog.Entries, Description = "Consent: verify a whole log")]
    public LogVerdict Verify()
    {
        var verifier = new LogVerifier(_head);
        verifier.Add(_log);
        return verifier.Finish();
    }

    [Benchmark(OperationsPerInvoke = SampleLog.Entries, Description = "Consent: the same, entry by entry")]
    public LogVerdict VerifyOneByOne()
    {
        var verifier = new LogVerifier(_head);
        foreach (var entry in _log)
        {
            verifier.Add(entry);
        }

        return verifier.Finish();
    }
}
