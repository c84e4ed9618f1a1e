namespace Consent.Tracking;

/// <summary>A person's records as they were read, with the versions to expect when writing.</summary>
/// <param name="Person">The records of all contacts that were ever linked with the one asked for.</param>
/// <param name="Versions">The version of each.</param>
/// <param name="Recorded">The entry that recorded the change id asked for, if any.</param>
internal sealed record LoadedPerson(PersonConsents Person, IReadOnlyDictionary<ContactId, long> Versions, AuditEntry? Recorded);
