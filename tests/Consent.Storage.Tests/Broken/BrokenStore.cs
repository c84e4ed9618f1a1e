using System.Runtime.CompilerServices;
using Consent.Storage.InMemory;

namespace Consent.Storage.Tests.Broken;

/// <summary>A store in order; what derives from it breaks one thing.</summary>
internal abstract class BrokenStore : IConsentStore, IAudienceFeed, IConsentNotes, IRecordNumbers, ILinkKeys
{
    public virtual ISealedLog Log => Inner.Log;

    protected InMemoryConsentStore Inner { get; } = new();

    public virtual ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => Inner.FindAsync(lookups, cancellationToken);

    public virtual ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => Inner.CommitAsync(batch, cancellationToken);

    public virtual async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in Inner.ReadLogAsync(query, cancellationToken))
        {
            if (Seen(entry) is { } seen)
            {
                yield return seen;
            }
        }
    }

    public virtual IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => Inner.ScanAsync(after, cancellationToken);

    public virtual ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => Inner.EraseAsync(erasures, cancellationToken);

    public virtual ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => Inner.GetHeadAsync(cancellationToken);

    public virtual ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => Inner.DigestOfAsync(contact, cancellationToken);

    public virtual IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) => Inner.ReadChangesAsync(after, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken) =>
        Inner.FindByNumberAsync(numbers, cancellationToken);

    public virtual ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken) => Inner.FindNotesAsync(keys, cancellationToken);

    public virtual ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken) => Inner.WriteNoteAsync(note, cancellationToken);

    public virtual IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) => Inner.ScanNotesAsync(kind, after, cancellationToken);

    public virtual ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => Inner.PurgeNotesAsync(goneBy, cancellationToken);

    public virtual ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken) => Inner.NumbersOfAsync(contacts, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken) => Inner.ContactsOfAsync(numbers, cancellationToken);

    public virtual ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken) => Inner.GetLinkKeyAsync(cancellationToken);

    /// <summary>The store after a restart.</summary>
    public virtual BrokenStore Reopened() => this;

    /// <summary>How an entry is shown by a reading of the log; <see langword="null"/>: not at all.</summary>
    protected virtual AuditEntry? Seen(AuditEntry entry) => entry;

    protected async Task<IReadOnlyList<CommitOutcome>> OneByOneAsync(IReadOnlyList<ConsentCommit> batch, Func<ConsentCommit, Task<CommitOutcome>> commit)
    {
        var outcomes = new List<CommitOutcome>();
        foreach (var one in batch)
        {
            outcomes.Add(await commit(one));
        }

        return outcomes;
    }

    protected async Task<CommitOutcome> InnerAsync(ConsentCommit commit) => (await Inner.CommitAsync([commit], default))[0];
}
