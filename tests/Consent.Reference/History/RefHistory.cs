namespace Consent.Reference;

/// <summary>Everything recorded, of any contacts, in any order.</summary>
public sealed record RefHistory
{
    /// <summary>The statements.</summary>
    public IReadOnlyList<RefStatement> Statements { get; init; } = [];

    /// <summary>The notice acceptances.</summary>
    public IReadOnlyList<RefAcceptance> Acceptances { get; init; } = [];

    /// <summary>Who was asked about what and put it off.</summary>
    public IReadOnlyList<RefAsked> Asked { get; init; } = [];

    /// <summary>The <c>linked</c> and <c>unlinked</c> events.</summary>
    public IReadOnlyList<RefLink> Links { get; init; } = [];

    /// <summary>What entries of unknown kinds may have touched.</summary>
    public IReadOnlyList<RefUnknown> Unknowns { get; init; } = [];

    /// <summary>The ids that are closed, opened since or not: one for each.</summary>
    public IReadOnlyList<RefClosing> Closings { get; init; } = [];

    /// <summary>The records that were wrong.</summary>
    public IReadOnlyList<RefRectified> Rectified { get; init; } = [];

    /// <summary>
    /// The history as it was at an instant: what occurred later is cut, link events too.
    /// Closings and rectifications count at every instant; unknown entries carry no date of occurrence and stay, which protects.
    /// </summary>
    public RefHistory OccurredBy(long t) => this with
    {
        Statements = Statements.Where(statement => statement.At <= t).ToList(),
        Acceptances = Acceptances.Where(acceptance => acceptance.At <= t).ToList(),
        Asked = Asked.Where(asked => asked.At <= t).ToList(),
        Links = Links.Where(link => link.At <= t).ToList(),
    };

    /// <summary>The history as it was known up to an index of the log, this one included. Closings stay.</summary>
    public RefHistory KnownUpTo(long index) => this with
    {
        Statements = Statements.Where(statement => statement.Index <= index).ToList(),
        Acceptances = Acceptances.Where(acceptance => acceptance.Index <= index).ToList(),
        Asked = Asked.Where(asked => asked.Index <= index).ToList(),
        Links = Links.Where(link => link.Index <= index).ToList(),
        Rectified = Rectified.Where(rectified => rectified.Index <= index).ToList(),
    };

    /// <summary>
    /// The history without the records that were wrong: of what was recorded before a rectification nothing stays, of what came later
    /// under the same id the noes do.
    /// </summary>
    internal RefHistory Righted() => Rectified.Count == 0 ? this : this with
    {
        Statements = Statements.Where(said => !IsWrong(said.Contact, said.ChangeId, said.Index, said.IsProtective)).ToList(),
        Acceptances = Acceptances.Where(said => !IsWrong(said.Contact, said.ChangeId, said.Index, isProtective: false)).ToList(),
        Asked = Asked.Where(said => !IsWrong(said.Contact, said.ChangeId, said.Index, isProtective: true)).ToList(),
        Links = Links.Where(link => !IsWrong(link.A, link.ChangeId, link.Index, isProtective: false)
            && !IsWrong(link.B, link.ChangeId, link.Index, isProtective: false)).ToList(),
    };

    /// <summary>Of what came before it the change named is wrong; of what came later, under its id or one made from it, whatever is permissive.</summary>
    private bool IsWrong(string contact, string changeId, long index, bool isProtective) => Rectified.Any(rectified =>
        rectified.Contact == contact
        && (index < rectified.Index
            ? changeId == rectified.ChangeId
            : !isProtective && (changeId == rectified.ChangeId || changeId.StartsWith(rectified.ChangeId + "+", StringComparison.Ordinal))));
}
