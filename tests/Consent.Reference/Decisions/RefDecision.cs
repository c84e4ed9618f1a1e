namespace Consent.Reference;

/// <summary>The answer to one request.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Code">The deciding reason, as in RULES 3; where nothing was left <c>NO_BASIS</c> (<see cref="MainReason"/> says why).</param>
/// <param name="Node">
/// The node that decided: what blocks; the purpose whose consent permits (row 21: the one that it reaches from; row 19: the
/// use); else the purpose asked for. Null where none was looked at (rows 2, 2a and 2d).
/// </param>
/// <param name="Fails">The Fail codes kept on the way.</param>
/// <param name="Obligations">The codes of what a Permit obliges to.</param>
public sealed record RefDecision(
    RefOutcome Outcome,
    string Code,
    string? Node,
    IReadOnlySet<string> Fails,
    IReadOnlySet<string> Obligations)
{
    private static readonly string[] MainFirst =
    [
        "BASIS_NOT_STATED", "PENDING_CONFIRMATION", "CONSENT_NOT_YET", "CONSENT_EXPIRED", "NOTICE_MATERIALLY_CHANGED", "NOTICE_UNKNOWN", "NOTICE_MISSING", "NOT_DEMONSTRABLE",
        "MINOR_WITHOUT_GUARDIAN", "CONSENT_PREDATES_OBJECTION", "CONSENT_WITHDRAWN", "CONSENT_REFUSED", "ERASED", "SOFT_SPAM_CONDITION", "CONSENT_NEVER_ASKED",
        "SOFT_SPAM_CHANNEL", "SOFT_SPAM_OWN_ONLY", "CONSENT_DOES_NOT_EXTEND", "REFUSED_BY_PERSON",
    ];

    /// <summary>The jurisdiction whose reasons these are.</summary>
    public string Jurisdiction { get; init; } = "";

    /// <summary>Row 6: the list.</summary>
    public string? List { get; init; }

    /// <summary>Row 18: which condition is missing, the first: OwnProducts, SimilarProducts, Sale, Minor or NotClear.</summary>
    public string? Gap { get; init; }

    /// <summary>Of a NoBasis because nothing was left: the first of its Fail codes, in the order of RULES 3; else the code.</summary>
    public string MainReason => Code == "NO_BASIS" ? MainFirst.FirstOrDefault(Fails.Contains) ?? Code : Code;
}
