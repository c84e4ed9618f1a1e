namespace Consent;

/// <summary>What the host found in the public register of oppositions (Italy: L. 5/2018, DPR 26/2022).</summary>
/// <param name="CheckedAt">When the register was last checked; a check after the as-of instant is none.</param>
/// <param name="PhoneEnrolledAt">Since when the number is enrolled; <see langword="null"/>: it is not.</param>
/// <param name="PostalEnrolledAt">Since when the postal address is enrolled; <see langword="null"/>: it is not.</param>
public sealed record OppositionRegisterFacts(Timestamp? CheckedAt, Timestamp? PhoneEnrolledAt = null, Timestamp? PostalEnrolledAt = null);
