namespace Consent.Reference;

/// <summary>The sale that the customer exception would rest on, rows 17-19; an absent fact never helps.</summary>
/// <param name="Reference">The order or contract.</param>
/// <param name="At">When, microseconds since 1970 UTC.</param>
/// <param name="AddressGiven">The person gave the address in the sale.</param>
/// <param name="Informed">The person was informed and could refuse.</param>
/// <param name="Own">The offer is of the seller's own products.</param>
/// <param name="Similar">The offer is of similar products.</param>
/// <param name="Kind">paid, indirect, negotiation or donation.</param>
public sealed record RefSale(string? Reference, long? At, bool? AddressGiven, bool? Informed, bool? Own, bool? Similar, string? Kind);
