using System.Collections.Immutable;

namespace Consent.Storage.Benchmarks;

/// <summary>Ours: the model decides, the store seals, encrypts and proves.</summary>
internal sealed class ConsentContender(IConsentStore store, string name) : IContender
{
    private static readonly ConsentRules s_rules = new();
    private static readonly Actor s_actor = Actor.ApiClient("crm");

    public string Name => name;

    public IConsentStore Store => store;

    public async Task WriteAsync(ImmutableArray<Work> batch)
    {
        var commits = new ConsentCommit[batch.Length];
        for (var i = 0; i < commits.Length; i++)
        {
            var change = batch[i].Change;
            var applied = ContactConsents.Empty(change.Contact, s_rules.Taxonomy).Apply(change, s_rules, new(Timestamp.From(DateTimeOffset.UtcNow), s_actor, ChangePort.Bulk, Guid.NewGuid()));
            commits[i] = new() { Contact = change.Contact, Change = change.Id!.Value, Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], 0)] };
        }

        var outcomes = await store.CommitAsync(commits, CancellationToken.None);
        if (outcomes.Any(o => o is not CommitOutcome.Committed))
        {
            throw new InvalidOperationException("A commit was not made.");
        }
    }

    public async Task<bool> ReadAsync(string contact) => (await store.FindAsync([new(ContactId.From(contact))], CancellationToken.None))[0].Snapshot is not null;

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)store).DisposeAsync();
}
