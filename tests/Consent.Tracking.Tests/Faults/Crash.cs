using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking.Tests;

/// <summary>Ends a process at its n-th step: from then on nothing of it works any more. What it has written stays.</summary>
internal sealed class Crash
{
    private int _left = int.MaxValue;

    public bool Happened { get; private set; }

    public void In(int steps) => _left = steps;

    public void Step()
    {
        if (Happened || --_left == 0)
        {
            Happened = true;
            throw new ConsentStoreException("The process ended here.");
        }
    }

    public IConsentStore Over(IConsentStore store) => new CrashingStore(store, this);

    public IErasureJournal Over(IErasureJournal journal) => new CrashingJournal(journal, this);

    public ICheckpointSigner Over(ICheckpointSigner signer) => new CrashingSigner(signer, this);

    private async ValueTask<T> AroundAsync<T>(Func<ValueTask<T>> work)
    {
        Step();
        var result = await work();
        Step();
        return result;
    }

    private async ValueTask AroundAsync(Func<ValueTask> work) => await AroundAsync(async () =>
    {
        await work();
        return true;
    });

    private sealed class CrashingStore(IConsentStore inner, Crash crash) : IConsentStore, IConsentNotes
    {
        public ISealedLog Log { get; } = new CrashingLog(inner.Log, crash);

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => inner.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
            crash.AroundAsync(() => inner.CommitAsync(batch, cancellationToken));

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => inner.ScanAsync(after, cancellationToken);

        public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => crash.AroundAsync(() => inner.EraseAsync(erasures, cancellationToken));

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);

        public ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken) => ((IConsentNotes)inner).FindNotesAsync(keys, cancellationToken);

        public ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken) => ((IConsentNotes)inner).WriteNoteAsync(note, cancellationToken);

        public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) => ((IConsentNotes)inner).ScanNotesAsync(kind, after, cancellationToken);

        public ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => ((IConsentNotes)inner).PurgeNotesAsync(goneBy, cancellationToken);
    }

    private sealed class CrashingLog(ISealedLog inner, Crash crash) : ISealedLog
    {
        public IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, CancellationToken cancellationToken) => inner.ReadAsync(from, to, cancellationToken);

        public ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken) => inner.FindNodesAsync(nodes, cancellationToken);

        public ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken) =>
            crash.AroundAsync(() => inner.AddCheckpointAsync(checkpoint, cancellationToken));

        public ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken) => inner.LastCheckpointAsync(cancellationToken);

        public IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync(CancellationToken cancellationToken) => inner.ReadCheckpointsAsync(cancellationToken);
    }

    private sealed class CrashingJournal(IErasureJournal inner, Crash crash) : IErasureJournal
    {
        public ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken) => crash.AroundAsync(() => inner.AddAsync(record, cancellationToken));

        public ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken) => crash.AroundAsync(() => inner.MarkAsync(id, state, cancellationToken));

        public ValueTask<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);
    }

    private sealed class CrashingSigner(ICheckpointSigner inner, Crash crash) : ICheckpointSigner
    {
        public NoteVerifierKey VerifierKey => inner.VerifierKey;

        public NoteVerifierKey VerifierKeyFor(string origin) => inner.VerifierKeyFor(origin);

        public ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken) => crash.AroundAsync(() => inner.SignAsync(checkpoint, cancellationToken));
    }
}
