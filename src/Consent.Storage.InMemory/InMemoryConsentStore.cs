using System.Runtime.CompilerServices;

namespace Consent.Storage.InMemory;

/// <summary>Keeps records and log in memory: for tests, trials, and hosts that load their state at start. Nothing outlives the process.</summary>
/// <remarks>
/// Everything that readers see hangs on one immutable root. A reader takes the root and needs no lock; commits form one queue, and a whole
/// batch becomes visible at once.
/// </remarks>
public sealed class InMemoryConsentStore : IConsentStore
{
    private readonly Lock _sequencer = new();
    private volatile StoreState _state = StoreState.Empty;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        var found = new StoredContact[lookups.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = state.Find(lookups[i]);
        }

        return ValueTask.FromResult<IReadOnlyList<StoredContact>>(found);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A commit writes one contact's snapshot twice.</exception>
    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Any(WritesTwice))
        {
            throw new ArgumentException("A commit writes a contact's snapshot once.", nameof(batch));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var outcomes = new CommitOutcome[batch.Count];
        lock (_sequencer)
        {
            var next = new StoreWriter(_state);
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = next.Commit(batch[i]);
            }

            _state = next.ToState();
        }

        return ValueTask.FromResult<IReadOnlyList<CommitOutcome>>(outcomes);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in _state.Read(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        while (_state.Next(after) is { } snapshot)
        {
            yield return snapshot;
            after = snapshot.Id;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_state.Head);
    }

    private static bool WritesTwice(ConsentCommit commit) =>
        commit.Snapshots.Length > 1 && commit.Snapshots.Select(s => s.Snapshot.Id).Distinct().Count() < commit.Snapshots.Length;
}
