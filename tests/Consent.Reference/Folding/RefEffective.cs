namespace Consent.Reference;

/// <summary>A flag of a node with everything that covers it and every linked id taken into account.</summary>
/// <param name="Value">
/// Status: D. Restriction and Objection: Active where not clear, else Inactive where lifted on the node itself, else Unset.
/// </param>
/// <param name="Cited">Status, when Active: the greatest active counting give.</param>
/// <param name="Withdrawn">Status, when Inactive: a give is on record; else it was refused.</param>
/// <param name="Blocking">Restriction and Objection, when Active: the node that blocks.</param>
public sealed record RefEffective(RefValue Value, RefStatement? Cited, bool Withdrawn, string? Blocking)
{
    /// <summary>Status, when Inactive: the latest no is an erasure's.</summary>
    public bool Erased { get; init; }
}
