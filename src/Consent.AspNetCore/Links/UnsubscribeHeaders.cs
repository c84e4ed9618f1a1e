namespace Consent.AspNetCore;

/// <summary>The address of an unsubscribe link, and the two headers that a mail with it needs (RFC 2369, RFC 8058). Immutable.</summary>
/// <remarks>RFC 8058 wants both headers covered by the mail's DKIM signature: mail providers show their own button only then.</remarks>
/// <param name="Url">The whole address, for the link in the text. Whoever has it can unsubscribe the contact: it belongs into the message to them, and into no log.</param>
/// <param name="ListUnsubscribe">The value of the header <c>List-Unsubscribe</c>.</param>
public sealed record UnsubscribeHeaders(string Url, string ListUnsubscribe)
{
    /// <summary>The value of the header <c>List-Unsubscribe-Post</c>, which says that one POST is enough.</summary>
    public string ListUnsubscribePost { get; } = "List-Unsubscribe=One-Click";

    /// <summary>The type's name only.</summary>
    public override string ToString() => "UnsubscribeHeaders(hidden)";
}
