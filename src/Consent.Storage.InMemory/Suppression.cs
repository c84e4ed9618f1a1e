namespace Consent.Storage.InMemory;

/// <summary>What is kept of a contact that was erased and must not be contacted.</summary>
/// <param name="Since">The one date.</param>
/// <param name="Version">Counts the writes, as of a snapshot.</param>
internal sealed record Suppression(Timestamp Since, long Version);
