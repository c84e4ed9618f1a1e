namespace Consent.Storage;

/// <summary>What a store has of one contact.</summary>
/// <param name="Snapshot">The record; <see langword="null"/> when nothing is on record.</param>
/// <param name="Version">Counts the writes of the snapshot: 0 when there is none. Unlike the revision, it also moves when a linked contact's change counts here.</param>
/// <param name="Recorded">The entry that recorded the change id asked for, in this contact's history; else <see langword="null"/>.</param>
public sealed record StoredContact(ContactConsents? Snapshot, long Version, AuditEntry? Recorded)
{
    /// <summary>The index of the contact's last entry that has a revision (<see cref="EntrySubject.Previous"/> of the next one); -1 where there is none, and for a closed id.</summary>
    public long LastEntry { get; init; } = AuditEntry.NotLogged;

    /// <summary>Nothing on record.</summary>
    public static StoredContact Nothing { get; } = new(null, 0, null);
}
