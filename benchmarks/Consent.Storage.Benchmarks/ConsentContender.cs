using System.Collections.Immutable;

namespace Consent.Storage.Benchmarks;

/// <summary>Ours: the model decides, the store seals, encrypts and proves.</summary>
/// <param name="store">The store.</param>
/// <param name="name">How it is called here.</param>
/// <param name="durability">What its commits wait for: what its options say.</param>
internal sealed class ConsentContender(IConsentStore store, string name, string durability = "") : IContender
{
    private const int ManyCommits = 100;

    private static readonly ConsentRules s_rules = new();
    private static readonly Actor s_actor = Actor.ApiClient("crm");

    public string Name => name;

    public IConsentStore Store => store;

    public Task<string> DurabilityAsync() => Task.FromResult(durability);

    public async Task WriteAsync(ImmutableArray<Work> batch)
    {
        var commits = new ConsentCommit[batch.Length];
        if (commits.Length < ManyCommits)
        {
            for (var i = 0; i < commits.Length; i++)
            {
                commits[i] = Apply(batch[i].Change);
            }
        }
        else
        {
            // The model is pure, so a host applies what is independent on all processors.
            Parallel.For(0, commits.Length, i => commits[i] = Apply(batch[i].Change));
        }

        var outcomes = await store.CommitAsync(commits, CancellationToken.None);
        if (outcomes.Any(o => o is not CommitOutcome.Committed))
        {
            throw new InvalidOperationException("A commit was not made.");
        }
    }

    public async Task<bool> ReadAsync(string contact) => (await store.FindAsync([new(ContactId.From(contact))], CancellationToken.None))[0].Snapshot is not null;

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)store).DisposeAsync();

    private static ConsentCommit Apply(ConsentChange change)
    {
        var applied = ContactConsents.Empty(change.Contact, s_rules.Taxonomy).Apply(change, s_rules, new(Timestamp.From(DateTimeOffset.UtcNow), s_actor, ChangePort.Bulk, Guid.NewGuid()));
        return new() { Contact = change.Contact, Change = change.Id!.Value, Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], 0)] };
    }
}
