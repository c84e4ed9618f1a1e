namespace Consent.Reference;

/// <summary>What is in force on one flag of one node for one id.</summary>
/// <param name="Node">The node's path.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Value">What the statement in force says, or Unset.</param>
/// <param name="InForce">The statement in force.</param>
/// <param name="LatestProtective">The latest OccurredAt of any protective statement, in force or not.</param>
/// <param name="LatestPermissive">The latest OccurredAt of any permissive statement, in force or not.</param>
/// <param name="LatestAsserted">The latest OccurredAt of any asserted statement, in force or not.</param>
/// <param name="WasGiven">Status only: whether a give is on record, in force or not.</param>
public sealed record RefFoldEntry(
    string Node,
    RefFlag Flag,
    RefValue Value,
    RefStatement? InForce,
    long? LatestProtective,
    long? LatestPermissive,
    long? LatestAsserted,
    bool WasGiven);
