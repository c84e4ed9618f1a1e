using System.Globalization;

namespace Consent.Interchange;

/// <summary>What is wrong in a document, or told of it, and where. Never quotes a value: that may be personal data.</summary>
public sealed record ContactHubError
{
    internal ContactHubError(ContactHubErrorCode code, long line, string path, string reason)
    {
        Code = code;
        Line = line;
        Path = path;
        Reason = reason;
    }

    /// <summary>What kind of error.</summary>
    public ContactHubErrorCode Code { get; }

    /// <summary>The line of the file or document, from 1.</summary>
    public long Line { get; }

    /// <summary>
    /// Where: <c>$.consents.softSpam.email.objection</c>; of a document in an array, <c>$[3].consents…</c>, or <c>$.elements[3].consents…</c> on a page. A name that does not look like one (a letter, then up to 63 letters, digits,
    /// <c>_</c> or <c>-</c>) is shown as <c>?</c>, and of what is ignored only the outermost name is shown.
    /// </summary>
    public string Path { get; }

    /// <summary>What is wrong, as the end of a sentence that begins with the path: <c>is no date-time …</c>.</summary>
    public string Reason { get; }

    /// <summary>All of it in one line: no personal data.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}: {Path} {Reason} ({Name(Code)})");

    private static string Name(ContactHubErrorCode code) => code switch
    {
        ContactHubErrorCode.NotJson => "NOT_JSON",
        ContactHubErrorCode.CutOff => "CUT_OFF",
        ContactHubErrorCode.TrailingData => "TRAILING_DATA",
        ContactHubErrorCode.NotUtf8 => "NOT_UTF8",
        ContactHubErrorCode.TooLarge => "TOO_LARGE",
        ContactHubErrorCode.TooDeep => "TOO_DEEP",
        ContactHubErrorCode.WrongType => "WRONG_TYPE",
        ContactHubErrorCode.UnknownProperty => "UNKNOWN_PROPERTY",
        ContactHubErrorCode.DuplicateProperty => "DUPLICATE_PROPERTY",
        ContactHubErrorCode.InvalidDate => "INVALID_DATE",
        ContactHubErrorCode.InvalidText => "INVALID_TEXT",
        ContactHubErrorCode.MissingId => "MISSING_ID",
        ContactHubErrorCode.PartlyRead => "PARTLY_READ",
        ContactHubErrorCode.SubscriptionContradicts => "SUBSCRIPTION_CONTRADICTS",
        _ => "NO_CUSTOMERS",
    };
}
