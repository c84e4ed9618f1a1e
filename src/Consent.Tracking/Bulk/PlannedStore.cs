using System.Runtime.CompilerServices;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What a dry run commits to: it sees the store as it would be after its own changes, and writes nothing.</summary>
/// <remarks>It remembers the last <see cref="MaxContacts"/> contacts that it would change, so that memory stays bounded.</remarks>
internal sealed class PlannedStore(IConsentStore inner) : IConsentStore, IConsentNotes
{
    public const int MaxContacts = 100_000;

    private readonly Dictionary<ContactId, Planned> _contacts = [];
    private readonly Queue<ContactId> _oldest = [];

    public ISealedLog Log => inner.Log;

    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        var found = await inner.FindAsync(lookups, cancellationToken).ConfigureAwait(false);
        return [.. lookups.Select((lookup, i) => _contacts.TryGetValue(lookup.Contact, out var planned)
            ? new(planned.Snapshot, planned.Version, found[i].Recorded ?? (lookup.Change.IsDefault ? null : planned.Changes.GetValueOrDefault(lookup.Change)))
            : found[i])];
    }

    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CommitOutcome>>([.. batch.Select(Plan)]);

    /// <summary>What the store has and, of a contact asked for by itself, what is planned for it.</summary>
    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in inner.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }

        if (!query.Contact.IsDefault && _contacts.TryGetValue(query.Contact, out var planned))
        {
            foreach (var entry in planned.Changes.Values)
            {
                yield return entry;
            }
        }
    }

    public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => inner.ScanAsync(after, cancellationToken);

    public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

    public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);

    public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A dry run of changes erases nobody.");

    public ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken) => Notes.FindNotesAsync(keys, cancellationToken);

    public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) => Notes.ScanNotesAsync(kind, after, cancellationToken);

    public ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken) => throw new NotSupportedException("A dry run writes no notes.");

    public ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => throw new NotSupportedException("A dry run removes no notes.");

    private IConsentNotes Notes => SourceDates.NotesOf(inner);

    private CommitOutcome Plan(ConsentCommit commit)
    {
        foreach (var (snapshot, expected) in commit.Snapshots)
        {
            var planned = PlannedOf(snapshot.Id);
            planned.Snapshot = snapshot;
            planned.Version = expected + 1;
            foreach (var entry in commit.Entries)
            {
                if (entry.Subject?.Contact == snapshot.Id && entry.Evidence?.Change is { } change)
                {
                    planned.Changes[change] = entry;
                }
            }
        }

        return new CommitOutcome.Committed(commit.Entries);
    }

    private Planned PlannedOf(ContactId contact)
    {
        if (!_contacts.TryGetValue(contact, out var planned))
        {
            _contacts[contact] = planned = new();
            _oldest.Enqueue(contact);
            if (_oldest.Count > MaxContacts)
            {
                _contacts.Remove(_oldest.Dequeue());
            }
        }

        return planned;
    }

    private sealed class Planned
    {
        public ContactConsents? Snapshot { get; set; }

        public long Version { get; set; }

        public Dictionary<ChangeId, AuditEntry> Changes { get; } = [];
    }
}
