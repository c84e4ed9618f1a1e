using Consent.Storage;

namespace Consent.Tracking.Tests;

/// <summary>The real store underneath; before and after its calls a test may step in.</summary>
internal sealed class TroubledStore(IConsentStore inner) : IConsentStore, IConsentNotes, IStoredRows
{
    public IConsentStore Inner => inner;

    public ISealedLog Log => inner.Log;

    public int Calls { get; private set; }

    public int Commits { get; private set; }

    /// <summary>Runs before a commit reaches the store, once.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    /// <summary>Each runs before a contact is looked for, once.</summary>
    public Dictionary<ContactId, Func<Task>> BeforeFind { get; } = [];

    /// <summary>How many of the next commits are written and their answers lost.</summary>
    public int AnswersToLose { get; set; }

    /// <summary>How many of the next commits fail before anything is written.</summary>
    public int CommitsToFail { get; set; }

    public bool IsTroubleTransient { get; set; } = true;

    /// <summary>Contacts whose records do not verify.</summary>
    public HashSet<ContactId> Altered { get; } = [];

    public long AlteredRows { get; set; }

    /// <summary>Answers instead of the store when all records are asked for.</summary>
    public Func<IAsyncEnumerable<ContactConsents>>? OnScan { get; set; }

    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        Calls++;
        foreach (var lookup in lookups)
        {
            if (BeforeFind.Remove(lookup.Contact, out var step))
            {
                await step();
            }
        }

        var found = await inner.FindAsync(lookups, cancellationToken);
        return [.. found.Select((contact, i) => Altered.Contains(lookups[i].Contact) ? contact with { Snapshot = ContactConsents.Altered(lookups[i].Contact, ContactlabTaxonomy.Instance) } : contact)];
    }

    public async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        Calls++;
        Commits++;
        if (BeforeCommit is { } step)
        {
            BeforeCommit = null;
            await step();
        }

        if (CommitsToFail > 0)
        {
            CommitsToFail--;
            throw new ConsentStoreException("The storage is down.", IsTroubleTransient);
        }

        var outcomes = await inner.CommitAsync(batch, cancellationToken);
        if (AnswersToLose > 0)
        {
            AnswersToLose--;
            throw new ConsentStoreException("The connection was cut.", isTransient: IsTroubleTransient);
        }

        return outcomes;
    }

    public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        Calls++;
        return inner.ReadLogAsync(query, cancellationToken);
    }

    public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken)
    {
        Calls++;
        return OnScan is { } scan ? scan() : inner.ScanAsync(after, cancellationToken).Select(record => Altered.Contains(record.Id) ? ContactConsents.Altered(record.Id, ContactlabTaxonomy.Instance) : record);
    }

    public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        Calls++;
        return inner.EraseAsync(erasures, cancellationToken);
    }

    public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

    public IAsyncEnumerable<Sha256Digest> ScanClosedAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<Sha256Digest>();

    public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);

    public ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken) => ((IConsentNotes)inner).FindNotesAsync(keys, cancellationToken);

    public ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken) => ((IConsentNotes)inner).WriteNoteAsync(note, cancellationToken);

    public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) => ((IConsentNotes)inner).ScanNotesAsync(kind, after, cancellationToken);

    public ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => ((IConsentNotes)inner).PurgeNotesAsync(goneBy, cancellationToken);
}
