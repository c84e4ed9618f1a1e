namespace Consent;

/// <summary>What is on record of one flag of one node: the statement in force, and the dates that outlive it. A join: joining in any order gives the same.</summary>
/// <remarks>It comes from a contact's record; <see langword="default"/> is no state and has no node.</remarks>
public readonly record struct FlagState
{
    internal FlagState(in RecordedStatement first)
    {
        InForce = first;
        GreatestProtective = first.IsProtective ? first : null;
        LatestPermissive = first.IsProtective ? null : first.OccurredAt;
        LatestAsserted = first.IsAttested ? null : first.OccurredAt;
        EarliestAttestedGive = first is { Flag: ConsentFlag.Status, IsActive: true, IsAttested: true } ? first.OccurredAt : null;
    }

    /// <summary>The statement in force: the greatest of all.</summary>
    public RecordedStatement InForce { get; private init; }

    /// <summary>The greatest protective statement ever made, in force or not.</summary>
    public RecordedStatement? GreatestProtective { get; private init; }

    /// <summary>When the latest permissive statement was made, in force or not.</summary>
    public Timestamp? LatestPermissive { get; private init; }

    /// <summary>When the latest asserted statement was made, in force or not.</summary>
    public Timestamp? LatestAsserted { get; private init; }

    /// <summary>Of Status: when consent was first given with the person's own act. Tells withdrawn from refused.</summary>
    public Timestamp? EarliestAttestedGive { get; private init; }

    /// <summary>The node.</summary>
    public PurposePath Node => InForce.Node;

    /// <summary>The flag.</summary>
    public ConsentFlag Flag => InForce.Flag;

    /// <summary>The value in force.</summary>
    public FlagValue Value => InForce.Value;

    /// <summary>When the latest protective statement was made, in force or not.</summary>
    public Timestamp? LatestProtective => GreatestProtective?.OccurredAt;

    /// <summary>Whether the dates follow from the statement in force, so that nothing else need be kept.</summary>
    internal bool IsImplied => this == new FlagState(InForce);

    internal FlagState Join(in FlagState other) => new()
    {
        InForce = InForce >= other.InForce ? InForce : other.InForce,
        GreatestProtective = Greatest(GreatestProtective, other.GreatestProtective),
        LatestPermissive = Latest(LatestPermissive, other.LatestPermissive),
        LatestAsserted = Latest(LatestAsserted, other.LatestAsserted),
        EarliestAttestedGive = Earliest(EarliestAttestedGive, other.EarliestAttestedGive),
    };

    /// <summary>A state from its parts; <see langword="null"/> when no statements fold to them.</summary>
    internal static FlagState? Restored(
        in RecordedStatement inForce, RecordedStatement? greatestProtective, Timestamp? latestPermissive, Timestamp? latestAsserted, Timestamp? earliestAttestedGive)
    {
        var state = new FlagState
        {
            InForce = inForce,
            GreatestProtective = greatestProtective,
            LatestPermissive = latestPermissive,
            LatestAsserted = latestAsserted,
            EarliestAttestedGive = earliestAttestedGive,
        };
        var isWhole = state == state.Join(new(inForce))
            && (greatestProtective is not { } no || (no.IsProtective && no.Flag == inForce.Flag && state == state.Join(new(no))));
        return isWhole ? state : null;
    }

    private static RecordedStatement? Greatest(RecordedStatement? a, RecordedStatement? b) => Nullable.Compare(a, b) >= 0 ? a : b;

    private static Timestamp? Latest(Timestamp? a, Timestamp? b) => Nullable.Compare(a, b) >= 0 ? a : b;

    private static Timestamp? Earliest(Timestamp? a, Timestamp? b) => a is null ? b : b is null || a <= b ? a : b;
}
