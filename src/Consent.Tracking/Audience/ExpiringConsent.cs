namespace Consent.Tracking;

/// <summary>A consent that stands now and ends by itself.</summary>
/// <param name="Contact">Whose.</param>
/// <param name="EndsAt">From when it counts no more (row 13): by the date that it was given until, the purpose, or the jurisdiction.</param>
/// <param name="MayAsk">Whether the person may be asked now to renew it (row A): not where they object, put the answer off lately, or it is too early, as the jurisdiction says.</param>
public readonly record struct ExpiringConsent(ContactId Contact, Timestamp EndsAt, bool MayAsk)
{
    /// <summary>When, and whether to ask: no personal data.</summary>
    public override string ToString() => $"ends at {EndsAt}{(MayAsk ? ", may be asked" : "")}";
}
