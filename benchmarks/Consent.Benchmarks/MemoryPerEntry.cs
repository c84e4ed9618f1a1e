using System.Globalization;
using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;

namespace Consent.Benchmarks;

/// <summary>Bytes that one entry of the log takes in the store in memory: 50,000 changes of one flag, 50 for each of 1,000 contacts.</summary>
internal static class MemoryPerEntry
{
    private const int Count = 50_000;

    public static async Task PrintAsync()
    {
        var said = SampleLog.NewEntries(0);
        var sealer = new EntrySealer();
        var bytes = said.Sum(e => BytesOf(sealer.Seal(e, SampleLog.NewSalts()))) / (double)said.Count;
        Report("bytes of leaf, salts and payloads", bytes);

        await ReportAsync("Consent: sealed entries", () =>
        {
            var log = new SealedEntry[Count];
            for (var i = 0; i < Count; i++)
            {
                log[i] = sealer.Seal(Entry(said, i), SampleLog.NewSalts());
            }

            return ValueTask.FromResult<object>(log);
        });
        await ReportAsync("Consent: store in memory, in all", async () =>
        {
            var store = new InMemoryConsentStore();
            for (var i = 0; i < Count; i += SampleLog.Entries)
            {
                await store.CommitAsync([.. Enumerable.Range(i, SampleLog.Entries).Select(n => Commit(Entry(said, n)))], CancellationToken.None);
            }

            return store;
        });
        await ReportAsync("a record of the same texts, unsealed", () => ValueTask.FromResult<object>(Enumerable.Range(0, Count).Select(i => Row(Entry(said, i))).ToArray()));
    }

    private static AuditEntry Entry(IReadOnlyList<AuditEntry> said, int number)
    {
        var entry = said[number % said.Count];
        return entry with { Evidence = entry.Evidence! with { Change = ChangeId.From($"change-{number:000000}") } };
    }

    private static ConsentCommit Commit(AuditEntry entry) => new() { Contact = entry.Subject!.Contact, Change = entry.Evidence!.Change!.Value, Entries = [entry] };

    private static int BytesOf(SealedEntry entry) => EntryLeaf.Length + EntrySealer.SaltsLength + Enum.GetValues<EntrySlot>().Sum(s => entry.Payload(s).Length);

    // As a table would have it: texts that repeat are kept once, the change id is the row's own.
    private static AuditRow Row(AuditEntry entry)
    {
        var (statement, shown) = (entry.Facts.Statements[0], entry.Evidence!.Statements[0].Evidence);
        return new(
            entry.Subject!.Contact.Value, entry.Evidence.Change!.Value.Value, statement.Node.ToString(), statement.IsActive, statement.OccurredAt, entry.RecordedAt, entry.Actor!.Id, shown.Method, shown.Reference,
            entry.Evidence.ContentDigest, entry.Facts.RulesVersion, entry.Facts.TaxonomyVersion);
    }

    private static async Task ReportAsync(string name, Func<ValueTask<object>> create)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var made = await create();
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(made);
        Report(name, bytes);
    }

    private static void Report(string name, double bytes) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-38} {bytes,8:0} bytes per entry"));

    private sealed record AuditRow(
        string Contact, string Change, string Node, bool IsActive, Timestamp OccurredAt, Timestamp RecordedAt, string Actor, string? Method, string? Reference, Sha256Digest? Content, string Rules, string Taxonomy);
}
