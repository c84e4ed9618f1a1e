namespace Consent.Reference;

/// <summary>What is kept of one flag of one node for one id.</summary>
public sealed record RefFoldEntry(string Node, RefFlag Flag)
{
    /// <summary>What the statement in force says, or Unset.</summary>
    public RefValue Value => InForce is null ? RefValue.Unset : InForce.Active ? RefValue.Active : RefValue.Inactive;

    /// <summary>The statement in force; a pending one never is, and a pause has a place of its own.</summary>
    public RefStatement? InForce { get; init; }

    /// <summary>The latest OccurredAt of any protective statement, in force or not, without pauses.</summary>
    public long? LatestProtective { get; init; }

    /// <summary>The latest OccurredAt of any permissive statement, in force or not, without pending ones.</summary>
    public long? LatestPermissive { get; init; }

    /// <summary>The latest OccurredAt of any asserted statement, in force or not.</summary>
    public long? LatestAsserted { get; init; }

    /// <summary>Status: whether a give, attested or asserted, is on record.</summary>
    public bool GiveOnRecord { get; init; }

    /// <summary>Status: the pending give that ends last.</summary>
    public RefStatement? Pending { get; init; }

    /// <summary>Status: when the person was last asked and put it off.</summary>
    public long? Asked { get; init; }

    /// <summary>The pauses that no other both outdates and outlasts, by date and then end.</summary>
    public IReadOnlyList<RefStatement> Pauses { get; init; } = [];
}
