namespace Consent.Reference;

/// <summary>The sale that soft spam would rest on, row 18; an absent fact never helps.</summary>
/// <param name="Reference">The order or contract.</param>
/// <param name="At">When, microseconds since 1970 UTC.</param>
/// <param name="AddressGiven">The person gave the address in the sale.</param>
/// <param name="Informed">The person was informed and could refuse.</param>
/// <param name="Own">The offer is of the seller's own products.</param>
/// <param name="Similar">The offer is of similar products.</param>
public sealed record RefSale(string? Reference, long? At, bool? AddressGiven, bool? Informed, bool? Own, bool? Similar);
