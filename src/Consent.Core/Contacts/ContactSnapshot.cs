namespace Consent;

/// <summary>The bytes in which a store keeps a contact's record: a cache of the fold, not evidence. The log is the evidence.</summary>
/// <remarks>
/// The first byte is the format's version, 1. Node paths, other contacts' ids, notice versions and origins stand in tables; numbers are
/// varints (LEB128), instants the difference to the one before in zigzag form. The contact's own id is not among the bytes: a store has it
/// beside them, and an erasure that destroys it there leaves no copy here. Everything else of the record is, change ids included.
/// </remarks>
public static class ContactSnapshot
{
    /// <summary>The version that is written.</summary>
    internal const byte Version = 1;

    /// <summary>The bytes of a record.</summary>
    /// <exception cref="ArgumentException">A text in it is not well-formed UTF-16, which only a statement made by hand can have.</exception>
    public static byte[] ToBytes(ContactConsents contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return SnapshotWriter.Write(contact);
    }

    /// <summary>Reads a record, through any taxonomy: it need not be the one that it was written under (<see cref="ContactConsents.Under"/>).</summary>
    /// <param name="id">Whose record it is.</param>
    /// <param name="taxonomy">The taxonomy to read it through.</param>
    /// <param name="bytes">What <see cref="ToBytes"/> gave, and nothing after it.</param>
    /// <exception cref="FormatException">Not such bytes, or of a newer version; the message says what and at which byte.</exception>
    /// <exception cref="ArgumentException"><paramref name="id"/> is <see langword="default"/>.</exception>
    public static ContactConsents Read(ContactId id, PurposeTaxonomy taxonomy, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(taxonomy);
        return id.IsDefault
            ? throw new ArgumentException("A snapshot needs a contact.", nameof(id))
            : new SnapshotReader(id, taxonomy, bytes).Read();
    }
}
