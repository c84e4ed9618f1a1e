namespace Consent.Reference;

/// <summary>What was found in a do-not-contact list, row 6; instants in microseconds since 1970 UTC.</summary>
/// <param name="Name">The list.</param>
/// <param name="CheckedAt">When it was last asked.</param>
/// <param name="EnrolledAt">Since when the person is enrolled.</param>
/// <param name="RenewedAt">When the enrolment was last renewed.</param>
public sealed record RefList(string Name, long? CheckedAt, long? EnrolledAt, long? RenewedAt);
