namespace Consent.Tracking;

/// <summary>A yes that waits for its person's confirmation.</summary>
/// <param name="Contact">Whose.</param>
/// <param name="Purpose">To what.</param>
/// <param name="Since">When the form was sent.</param>
/// <param name="Ends">From when it is as never said; <see langword="null"/>: not stated.</param>
public sealed record PendingConfirmation(ContactId Contact, PurposePath Purpose, Timestamp Since, Timestamp? Ends)
{
    /// <summary>The purpose and since when.</summary>
    public override string ToString() => $"{Purpose} since {Since}";
}
