namespace Consent.Reference;

/// <summary>RULES 1: how much a statement weighs.</summary>
public enum RefWeight
{
    /// <summary>The person still has to confirm it: never in force, on no basis.</summary>
    Pending,

    /// <summary>Somebody says so; no act of the person is shown.</summary>
    Asserted,

    /// <summary>A no, or an act whose evidence names who acted and how.</summary>
    Attested,
}
