namespace Consent;

/// <summary>What is on record of one flag of one node: the statement in force, and what outlives it. A join: joining in any order gives the same.</summary>
/// <remarks>Pauses and what waits for confirmation stand beside it. It comes from a contact's record; <see langword="default"/> is no state and has no node.</remarks>
public readonly record struct FlagState
{
    internal FlagState(in RecordedStatement first)
    {
        InForce = first;
        GreatestProtective = first.IsProtective ? first : null;
        LatestPermissive = first.IsProtective ? null : first.OccurredAt;
        LatestAsserted = first.IsAttested ? null : first.OccurredAt;
        WasGiven = first is { Flag: ConsentFlag.Status, IsActive: true };
    }

    /// <summary>The statement in force: the greatest of all.</summary>
    public RecordedStatement InForce { get; private init; }

    /// <summary>The greatest protective statement ever made, in force or not.</summary>
    public RecordedStatement? GreatestProtective { get; private init; }

    /// <summary>When the latest permissive statement was made, in force or not.</summary>
    public Timestamp? LatestPermissive { get; private init; }

    /// <summary>When the latest asserted statement was made, in force or not.</summary>
    public Timestamp? LatestAsserted { get; private init; }

    /// <summary>Of Status: whether a give is on record, attested or asserted. Tells withdrawn from refused.</summary>
    public bool WasGiven { get; private init; }

    /// <summary>The node.</summary>
    public PurposePath Node => InForce.Node;

    /// <summary>The flag.</summary>
    public ConsentFlag Flag => InForce.Flag;

    /// <summary>The value in force.</summary>
    public FlagValue Value => InForce.Value;

    /// <summary>When the latest protective statement was made, in force or not.</summary>
    public Timestamp? LatestProtective => GreatestProtective?.OccurredAt;

    /// <summary>Whether all of it follows from a cell of the statement in force, so that nothing else need be kept.</summary>
    internal bool IsImplied => InForce.Span is null && this == new FlagState(InForce);

    internal FlagState Join(in FlagState other) => new()
    {
        InForce = InForce >= other.InForce ? InForce : other.InForce,
        GreatestProtective = Greatest(GreatestProtective, other.GreatestProtective),
        LatestPermissive = Latest(LatestPermissive, other.LatestPermissive),
        LatestAsserted = Latest(LatestAsserted, other.LatestAsserted),
        WasGiven = WasGiven || other.WasGiven,
    };

    /// <summary>A state from its parts; <see langword="null"/> when no statements fold to them.</summary>
    internal static FlagState? Restored(
        in RecordedStatement inForce, RecordedStatement? greatestProtective, Timestamp? latestPermissive, Timestamp? latestAsserted, bool wasGiven)
    {
        var state = new FlagState
        {
            InForce = inForce,
            GreatestProtective = greatestProtective,
            LatestPermissive = latestPermissive,
            LatestAsserted = latestAsserted,
            WasGiven = wasGiven,
        };
        var isWhole = state == state.Join(new(inForce)) && (!wasGiven || (inForce.Flag == ConsentFlag.Status && latestPermissive is not null))
            && (greatestProtective is not { } no || (no.IsProtective && no.Flag == inForce.Flag && state == state.Join(new(no))));
        return isWhole ? state : null;
    }

    private static RecordedStatement? Greatest(RecordedStatement? a, RecordedStatement? b) => Nullable.Compare(a, b) >= 0 ? a : b;

    private static Timestamp? Latest(Timestamp? a, Timestamp? b) => Nullable.Compare(a, b) >= 0 ? a : b;
}
