namespace Consent.Reference;

/// <summary>The answer to one request.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Code">The deciding reason, as in RULES 3.</param>
/// <param name="Node">
/// The node that decided: what blocks; the purpose whose consent permits (row 21: the automatic one; rows 18-20: the
/// soft-spam one); else the purpose asked for. Null where none was looked at (rows 2 and 2a).
/// </param>
/// <param name="Fails">The Fail codes kept on the way.</param>
/// <param name="IncludeOptOut">Obligation: offer to opt out in the message.</param>
public sealed record RefDecision(
    RefOutcome Outcome,
    string Code,
    string? Node,
    IReadOnlySet<string> Fails,
    bool IncludeOptOut);
