namespace Consent.Storage;

/// <summary>What outlives the transactions of a durable store, whatever its database: its keys, how far its log had come, and how its rows are read. Thread-safe.</summary>
/// <param name="keys">Contacts' keys.</param>
/// <param name="key">The store's key, and what is derived from it.</param>
/// <param name="encrypts">Whether entries are encrypted.</param>
public class StoreContext(ContactKeyRing keys, StoreKey key, bool encrypts)
{
    private volatile PurposeTaxonomy _taxonomy = ContactlabTaxonomy.Instance;
    private long _alteredRows;

    /// <summary>Contacts' keys.</summary>
    public ContactKeyRing Keys { get; } = keys;

    /// <summary>Makes the keyed digests by which closed ids are known.</summary>
    public SuppressionKey Suppression => key.Suppression;

    /// <summary>Makes the codes of rows.</summary>
    public RecordKey Records => key.Records;

    /// <summary>Makes the numbers by which records are named (<see cref="IRecordNumbers"/>).</summary>
    public RecordNumberKey Numbers => key.Numbers;

    /// <summary>Seals what links in messages say (<see cref="ILinkKeys"/>).</summary>
    public LinkKey Links => key.Links;

    /// <summary>The greatest head of the log that this process knows.</summary>
    public HeadWatch Watch { get; } = new();

    /// <summary>Whether entries are encrypted.</summary>
    public bool Encrypts { get; } = encrypts;

    /// <inheritdoc cref="IStoredRows.AlteredRows"/>
    public long AlteredRows => Volatile.Read(ref _alteredRows);

    /// <summary>The taxonomy that snapshots are read through: the one that was last used for writing, so that hosts need not read them through theirs again.</summary>
    public PurposeTaxonomy Taxonomy => _taxonomy;

    /// <summary>Reads snapshots through this taxonomy from now on: one was written under it.</summary>
    /// <param name="taxonomy">The taxonomy.</param>
    public void ReadThrough(PurposeTaxonomy taxonomy) => _taxonomy = taxonomy ?? throw new ArgumentNullException(nameof(taxonomy));

    /// <summary>Whether a row that decides nothing is what this library wrote; one that is not is counted.</summary>
    /// <param name="made">The code that was made of it now.</param>
    /// <param name="read">The code that stands in it.</param>
    public bool IsIntact(ReadOnlySpan<byte> made, ReadOnlySpan<byte> read)
    {
        var isIntact = RecordKey.Verifies(made, read);
        if (!isIntact)
        {
            Interlocked.Increment(ref _alteredRows);
        }

        return isIntact;
    }

    /// <summary>The keyed digest by which an id is known when it is closed.</summary>
    /// <param name="contact">The id.</param>
    public byte[] DigestOf(ContactId contact)
    {
        var digest = new byte[32];
        Suppression.Of(contact).CopyTo(digest);
        return digest;
    }

    /// <summary>The record in a contact's row; empty where it has no snapshot. One whose code does not verify says nothing (<see cref="ContactConsents.Altered"/>).</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="ConsentStoreException">The code verifies, and the bytes are no snapshot.</exception>
    public ContactConsents Read(ContactId contact, in RecordRow row) =>
        !RecordKey.Verifies(Records.OfContact(row.Id, row.Number, row.Handle, row.Version, row.LastEntry, row.Snapshot), row.Mac) ? ContactConsents.Altered(contact, Taxonomy)
        : row.Snapshot.IsEmpty ? ContactConsents.Empty(contact, Taxonomy)
        : ReadSnapshot(contact, row.Snapshot);

    /// <summary>What is kept of a closed id. Where the code does not verify, it says nothing.</summary>
    /// <param name="contact">The id.</param>
    /// <param name="digest">Its keyed digest.</param>
    /// <param name="version">The row's version.</param>
    /// <param name="snapshot">What is kept.</param>
    /// <param name="mac">The row's code.</param>
    /// <exception cref="ConsentStoreException">The code verifies, and the bytes are no snapshot.</exception>
    public ContactConsents ReadClosed(ContactId contact, ReadOnlySpan<byte> digest, long version, ReadOnlySpan<byte> snapshot, ReadOnlySpan<byte> mac) =>
        RecordKey.Verifies(Records.OfClosed(digest, version, snapshot), mac) ? ReadSnapshot(contact, snapshot) : ContactConsents.Altered(contact, Taxonomy);

    /// <summary>The record in a snapshot whose row was verified.</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="snapshot">The snapshot (<see cref="ContactSnapshot"/>).</param>
    /// <exception cref="ConsentStoreException">The bytes are no snapshot.</exception>
    public ContactConsents ReadSnapshot(ContactId contact, ReadOnlySpan<byte> snapshot)
    {
        try
        {
            return ContactSnapshot.Read(contact, Taxonomy, snapshot);
        }
        catch (FormatException damage)
        {
            throw new ConsentStoreException("A contact's snapshot is damaged.", isTransient: false, damage);
        }
    }
}
