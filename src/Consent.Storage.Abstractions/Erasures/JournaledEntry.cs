namespace Consent.Storage;

/// <summary>An entry that an erasure takes away, as the journal names it.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="LeafHash">The hash of its leaf: after a restore another entry may stand in that place, and is none of this erasure's.</param>
/// <param name="IsOwn">Whether it is the erased person's own; else it is somebody else's who was once linked with the person, and only names them.</param>
/// <param name="Previous">Where it is somebody else's: what it says of the entry before it (<see cref="EntrySubject.Previous"/>), so that the chain of that contact's entries goes on over it.</param>
public readonly record struct JournaledEntry(long Index, Sha256Digest LeafHash, bool IsOwn = true, long Previous = AuditEntry.NotLogged);
