namespace Consent.Interchange;

/// <summary>Why a ContactHub document was not read, or only its noes, or what is told of it besides. The written form is <c>UPPER_SNAKE</c>, as <see cref="ContactHubError.ToString"/> shows it.</summary>
public enum ContactHubErrorCode
{
    /// <summary>Not JSON (RFC 8259).</summary>
    NotJson = 0,

    /// <summary>It ends before it is complete; an empty document too.</summary>
    CutOff = 1,

    /// <summary>Something follows the end of the document.</summary>
    TrailingData = 2,

    /// <summary>Its bytes are not UTF-8.</summary>
    NotUtf8 = 3,

    /// <summary>Longer than <see cref="ContactHubOptions.MaxDocumentBytes"/>.</summary>
    TooLarge = 4,

    /// <summary>Nested deeper than <see cref="ContactHubOptions.MaxDepth"/>.</summary>
    TooDeep = 5,

    /// <summary>A value of another type than the format says.</summary>
    WrongType = 6,

    /// <summary>A property that the format, or the host's taxonomy, does not have.</summary>
    UnknownProperty = 7,

    /// <summary>A property stands twice in one object.</summary>
    DuplicateProperty = 8,

    /// <summary>No date in any of the forms that are read, or one that the calendar does not have.</summary>
    InvalidDate = 9,

    /// <summary>A text that cannot be kept: blank where that is not allowed, too long, with U+0000 or with a lone surrogate.</summary>
    InvalidText = 10,

    /// <summary>A customer without the property that names them.</summary>
    MissingId = 11,

    /// <summary>A yes that is left out, because something else in its document is wrong. The document's noes are kept.</summary>
    PartlyRead = 12,

    /// <summary>A subscription of the customer says otherwise than the consents beside it. The consents are taken as they stand.</summary>
    SubscriptionContradicts = 13,

    /// <summary>A file has something in it, but no customer.</summary>
    NoCustomers = 14,
}
