using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Consent.Auditing;

namespace Consent.Benchmarks;

/// <summary>Appending whole entries to a log, and proving and verifying one, at two sizes, each beside the bare hashing of the same bytes.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class LogBenchmarks
{
    private const int Stretch = 64;

    private readonly EntrySealer _sealer = new();
    private readonly byte[] _salts = SampleLog.NewSalts();
    private readonly byte[] _manySalts = [.. Enumerable.Range(0, Stretch).SelectMany(_ => SampleLog.NewSalts())];
    private SampleLog _log = null!;
    private IReadOnlyList<AuditEntry> _entries = [];
    private IReadOnlyList<AuditEntry[]> _stretches = [];
    private InclusionProof _proof = null!;
    private BareHash _appendHashing = null!;
    private BareHash _verifyHashing = null!;
    private TreeHead _head;
    private int _index;

    /// <summary>Entries in the log.</summary>
    [Params(1_000, 1_000_000)]
    public int Size { get; set; }

    /// <summary>Makes the log.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _log = SampleLog.Of(Size);
        _entries = SampleLog.NewEntries(Size);
        _stretches = [.. _entries.Chunk(Stretch)];
        _index = Size / 3;
        _head = _log.Frontier.Head;
        _proof = Prove();
        if (!Verify())
        {
            throw new InvalidOperationException("The proof does not verify.");
        }

        var nodes = _log.Frontier.Append([.. _entries.Select(e => _sealer.Seal(e, _salts).Leaf.Hash())]).Nodes.Count(n => n.Node.Level > 0);
        _appendHashing = new(_entries.SelectMany(e => BareHash.LengthsOf(_sealer.Seal(e, _salts))).Concat(BareHash.Nodes(nodes)));
        _verifyHashing = new(BareHash.Nodes(_proof.Hashes.Length));
    }

    [BenchmarkCategory("append"), Benchmark(Baseline = true, OperationsPerInvoke = SampleLog.Entries, Description = "bare SHA-256 of an entry's bytes")]
    public byte AppendBare() => _appendHashing.Run();

    [BenchmarkCategory("append"), Benchmark(OperationsPerInvoke = SampleLog.Entries, Description = "Consent: JSON, commitments, leaf, tree, by 64")]
    public MerkleFrontier AppendMany()
    {
        var frontier = _log.Frontier;
        foreach (var stretch in _stretches)
        {
            var leaves = new Sha256Digest[stretch.Length];
            _sealer.Seal(stretch, _manySalts.AsSpan(0, stretch.Length * EntrySealer.SaltsLength), (i, made) => leaves[i] = made.LeafHash);
            frontier = frontier.Append(leaves).Frontier;
        }

        return frontier;
    }

    [BenchmarkCategory("append"), Benchmark(OperationsPerInvoke = SampleLog.Entries, Description = "Consent: sealing alone, by 64")]
    public long SealMany()
    {
        var last = 0L;
        foreach (var stretch in _stretches)
        {
            _sealer.Seal(stretch, _manySalts.AsSpan(0, stretch.Length * EntrySealer.SaltsLength), (_, made) => last = made.Index);
        }

        return last;
    }

    [BenchmarkCategory("append"), Benchmark(OperationsPerInvoke = SampleLog.Entries, Description = "Consent: sealing alone, one by one")]
    public long SealOneByOne()
    {
        var last = 0L;
        foreach (var entry in _entries)
        {
            last = _sealer.Seal(entry, _salts).Index;
        }

        return last;
    }

    [BenchmarkCategory("append"), Benchmark(OperationsPerInvoke = SampleLog.Entries, Description = "Consent: JSON, commitments, leaf, tree")]
    public MerkleFrontier Append()
    {
        var frontier = _log.Frontier;
        foreach (var entry in _entries)
        {
            frontier = frontier.Append(_sealer.Seal(entry, _salts).Leaf.Hash()).Frontier;
        }

        return frontier;
    }

    [BenchmarkCategory("verify"), Benchmark(Baseline = true, Description = "bare SHA-256 of a proof's bytes")]
    public byte VerifyBare() => _verifyHashing.Run();

    [BenchmarkCategory("verify"), Benchmark(Description = "Consent: verify an inclusion proof")]
    public bool Verify() => _proof.Verify(_log.Leaf(_index), _head);

    [BenchmarkCategory("prove"), Benchmark(Description = "Consent: inclusion proof from stored nodes")]
    public InclusionProof Prove() => _log.Resolve(ProofPlan.Inclusion(_index, Size));
}
