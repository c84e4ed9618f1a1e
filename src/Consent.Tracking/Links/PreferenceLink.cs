namespace Consent.Tracking;

/// <summary>What a link to one's own preferences says: whose they are, and when it was made. Immutable.</summary>
/// <param name="Contact">Whose.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record PreferenceLink(ContactId Contact, Timestamp MadeAt)
{
    /// <summary>When it was made only.</summary>
    public override string ToString() => $"preferences link of {MadeAt}";
}
