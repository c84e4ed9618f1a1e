using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;

namespace Consent.Tracking.Tests;

/// <summary>A store beneath which the database is changed for another one.</summary>
internal sealed class SwitchedStore
{
    private int? _backAfter;

    public SwitchedStore() => Now = First;

    public InMemoryConsentStore First { get; } = new();

    public InMemoryConsentStore Now { get; set; }

    /// <summary>After how many looks at its head the first one is there again.</summary>
    public int BackAfter
    {
        set => _backAfter = value;
    }

    public IConsentStore Over(IConsentStore _) => new Switched(this);

    private sealed class Switched(SwitchedStore all) : IConsentStore, IConsentNotes, ISealedLog
    {
        public ISealedLog Log => this;

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => all.Now.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
            (all._backAfter is null ? all.Now : all.First).CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => all.Now.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => all.Now.ScanAsync(after, cancellationToken);

        public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => all.Now.EraseAsync(erasures, cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => all.Now.DigestOfAsync(contact, cancellationToken);

        public async ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
        {
            var head = await all.Now.GetHeadAsync(cancellationToken);
            all.Now = all._backAfter is { } left && (all._backAfter = left - 1) == 0 ? all.First : all.Now;
            return head;
        }

        public IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, CancellationToken cancellationToken) => all.Now.Log.ReadAsync(from, to, cancellationToken);

        public ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken) => all.Now.Log.FindNodesAsync(nodes, cancellationToken);

        public ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken) => all.Now.Log.AddCheckpointAsync(checkpoint, cancellationToken);

        public ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken) => all.Now.Log.LastCheckpointAsync(cancellationToken);

        public IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync(CancellationToken cancellationToken) => all.Now.Log.ReadCheckpointsAsync(cancellationToken);

        public ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken) => ((IConsentNotes)all.Now).FindNotesAsync(keys, cancellationToken);

        public ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken) => ((IConsentNotes)all.Now).WriteNoteAsync(note, cancellationToken);

        public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) => ((IConsentNotes)all.Now).ScanNotesAsync(kind, after, cancellationToken);

        public ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => ((IConsentNotes)all.Now).PurgeNotesAsync(goneBy, cancellationToken);
    }
}
