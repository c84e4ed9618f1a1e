namespace Consent.Storage.InMemory;

/// <summary>What is kept of an id that was erased: no snapshot, which would name the id, but its bytes, which do not.</summary>
/// <param name="Bytes">The record as <see cref="ContactSnapshot"/> writes it.</param>
/// <param name="Taxonomy">The taxonomy that it was written under.</param>
/// <param name="Version">Counts the writes, as of a snapshot.</param>
internal sealed record ClosedRow(byte[] Bytes, PurposeTaxonomy Taxonomy, long Version)
{
    public static ClosedRow Of(ContactConsents closed, long version) => new(ContactSnapshot.ToBytes(closed), closed.Taxonomy, version);

    /// <summary>The record, by whichever of its names it was asked for.</summary>
    public ContactConsents Read(ContactId contact) => ContactSnapshot.Read(contact, Taxonomy, Bytes);
}
