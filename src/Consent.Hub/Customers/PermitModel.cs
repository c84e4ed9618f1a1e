using System.Collections.Immutable;

namespace Consent.Hub.Customers;

/// <summary>The form by which an operator records a yes, or that a notice was read.</summary>
internal sealed record PermitModel(CustomerModel Customer, PermitAct Act, PurposePath Node, HubForm Form, ImmutableArray<string> Notices, DateOnly Today)
{
    /// <summary>The id of the change to come: sent twice, it is recorded once.</summary>
    public string ChangeId { get; } = $"hub:{Guid.NewGuid():N}";

    /// <summary>What somebody else changed since the form was shown; <see langword="default"/>: nobody changed anything.</summary>
    public ImmutableArray<FlagConflict> Conflicts { get; init; }

    public bool IsConflict => !Conflicts.IsDefault;

    public bool AsksForProof => Act != PermitAct.Notice;

    public bool AsksForNotice => Act is PermitAct.Give or PermitAct.Notice;

    public IEnumerable<string> Methods => Act == PermitAct.Lift ? ["paper", "call", "web", "controller"] : ["paper", "call", "web"];

    public static PermitAct? ActOf(string name) => name switch
    {
        "give" => PermitAct.Give,
        "retract" => PermitAct.Retract,
        "lift" => PermitAct.Lift,
        "notice" => PermitAct.Notice,
        _ => null,
    };
}

/// <summary>What is recorded by the form.</summary>
internal enum PermitAct
{
    /// <summary>A consent.</summary>
    Give,

    /// <summary>That an objection is taken back.</summary>
    Retract,

    /// <summary>That a limitation is lifted.</summary>
    Lift,

    /// <summary>That a notice was read and accepted.</summary>
    Notice,
}
