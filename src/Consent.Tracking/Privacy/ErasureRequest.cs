namespace Consent.Tracking;

/// <summary>A request to erase a contact (GDPR art. 17).</summary>
/// <param name="Contact">Whom; every id that is linked with it is the same person and is erased too.</param>
/// <param name="Ground">The legal ground, such as <c>GDPR 17(1)(b)</c>. It stays in the log: no personal data. 1 to 1,024 characters.</param>
public sealed record ErasureRequest(ContactId Contact, string Ground)
{
    /// <summary>
    /// Whether nothing at all is kept. Else a contact with a no in force stays known by a keyed hash of its id and one date, so that nobody contacts it
    /// again (art. 17(3)(b), 21(3)).
    /// </summary>
    public bool ForgetWholly { get; init; }

    /// <summary>The type's name only.</summary>
    public override string ToString() => "ErasureRequest(hidden)";
}
