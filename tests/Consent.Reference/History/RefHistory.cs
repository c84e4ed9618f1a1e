namespace Consent.Reference;

/// <summary>Everything recorded, of any contacts, in any order.</summary>
public sealed record RefHistory
{
    /// <summary>The statements.</summary>
    public IReadOnlyList<RefStatement> Statements { get; init; } = [];

    /// <summary>The notice acceptances.</summary>
    public IReadOnlyList<RefAcceptance> Acceptances { get; init; } = [];

    /// <summary>The <c>linked</c> and <c>unlinked</c> events.</summary>
    public IReadOnlyList<RefLink> Links { get; init; } = [];

    /// <summary>What entries of unknown kinds may have touched.</summary>
    public IReadOnlyList<RefUnknown> Unknowns { get; init; } = [];

    /// <summary>The ids that must not be contacted.</summary>
    public IReadOnlyList<string> Suppressed { get; init; } = [];

    /// <summary>
    /// The history as it was at an instant: what occurred later is cut, link events too.
    /// Suppressions and unknown entries carry no date of occurrence and stay, which protects.
    /// </summary>
    public RefHistory OccurredBy(long t) => this with
    {
        Statements = Statements.Where(statement => statement.At <= t).ToList(),
        Acceptances = Acceptances.Where(acceptance => acceptance.At <= t).ToList(),
        Links = Links.Where(link => link.At <= t).ToList(),
    };
}
