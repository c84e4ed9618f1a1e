using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>Keeps records and log in memory: for tests, trials, and hosts that load their state at start. Nothing outlives the process.</summary>
/// <remarks>
/// Everything that readers see hangs on one immutable root. A reader takes the root and needs no lock; commits form one queue, and a whole
/// batch becomes visible at once.
/// </remarks>
public sealed class InMemoryConsentStore : IConsentStore, IAudienceFeed, IConsentNotes, IRecordNumbers, ILinkKeys
{
    private readonly Lock _sequencer = new();
    private readonly EntrySealer _sealer = new();
    private readonly DrawnSalts _salts = new();
    private readonly SuppressionKey _suppressionKey = new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    private readonly RecordNumberKey _numberKey = new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    private readonly LinkKey _linkKey = new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    private readonly InMemoryNotes _notes = new();
    private volatile StoreState _state = StoreState.Empty;

    /// <summary>A store without anything in it.</summary>
    public InMemoryConsentStore() => Log = new InMemoryLog(() => _state.Log, Keep);

    /// <inheritdoc/>
    public ISealedLog Log { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        var found = new StoredContact[lookups.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = state.Find(lookups[i], _suppressionKey);
        }

        return ValueTask.FromResult<IReadOnlyList<StoredContact>>(found);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A commit writes one contact's snapshot twice.</exception>
    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var entries = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            entries += batch[i].Entries.Length;
            if (!WritesTwice(batch[i]))
            {
                continue;
            }

            throw new ArgumentException("A commit writes a contact's snapshot once.", nameof(batch));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var outcomes = new CommitOutcome[batch.Count];
        lock (_sequencer)
        {
            var next = new StoreWriter(_state, _sealer, _salts, _suppressionKey, entries);
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

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasures);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_sequencer)
        {
            if (erasures.Any(e => e.Entries.Any(r => r.First < 0 || r.Last >= _state.Log.Rows.Count)))
            {
                throw new ArgumentException("A range of entries reaches beyond the log.", nameof(erasures));
            }

            var next = new StoreWriter(_state, _sealer, _salts, _suppressionKey, entries: 0);
            if (!erasures.All(next.IsAsMarked))
            {
                return ValueTask.FromResult(false);
            }

            foreach (var erasure in erasures)
            {
                next.Erase(erasure);
            }

            _state = next.ToState();
        }

        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        for (var place = after; place < state.Audience.Writes.Count; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (state.ChangeAt((int)place) is { } change)
            {
                yield return change;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        return ValueTask.FromResult<IReadOnlyList<ContactConsents?>>([.. numbers.Select(state.Find)]);
    }

    /// <inheritdoc/>
    public ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_linkKey);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        return ValueTask.FromResult<IReadOnlyList<Guid?>>([.. contacts.Select(c => state.Records.GetValueOrDefault(c) is { Member: { } member, Snapshot: { } record } ? _numberKey.Of(member.Number, record) : null)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        return ValueTask.FromResult<IReadOnlyList<ContactId?>>([.. numbers.Select(n => state.Find(_numberKey.RowOf(n)) is { } record && _numberKey.Of(_numberKey.RowOf(n), record) == n ? record.Id : (ContactId?)null)]);
    }

    /// <inheritdoc/>
    public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_suppressionKey.Of(contact));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_notes.Find(keys));
    }

    /// <inheritdoc/>
    public ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_notes.Write(note));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        while (_notes.Next(kind, after) is { } note)
        {
            yield return note;
            after = note.Key.Key;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_notes.Purge(goneBy));
    }

    private bool Keep(StoredCheckpoint checkpoint)
    {
        lock (_sequencer)
        {
            var log = _state.Log;
            if (log.LastCheckpoint is { } last && (checkpoint.Size <= last.Size || checkpoint.MadeAt < last.MadeAt))
            {
                return false;
            }

            _state = _state with { Log = log with { Checkpoints = log.Checkpoints.Add(checkpoint) } };
            return true;
        }
    }

    private static bool WritesTwice(ConsentCommit commit) =>
        commit.Snapshots.Length > 1 && commit.Snapshots.Select(s => s.Snapshot.Id).Distinct().Count() < commit.Snapshots.Length;
}
