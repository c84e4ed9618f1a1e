namespace Consent.Tracking;

/// <summary>What a list of those not to be contacted came to.</summary>
/// <param name="Closed">How many ids were closed to all contact.</param>
/// <param name="Objected">How many were on record, and object to everything from now on.</param>
/// <param name="Known">How many were closed, or objected to everything, before.</param>
/// <param name="Refused">How many places of the list name nobody: an id or a hash that was never set. The others were worked off.</param>
public sealed record ClosingReport(int Closed, int Objected, int Known, int Refused = 0);
