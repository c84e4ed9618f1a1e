namespace Consent;

/// <summary>What the permission table answers.</summary>
public enum AccessVerdict
{
    /// <summary>None of the actor's roles has it for this contact.</summary>
    Denied = 0,

    /// <summary>It needs a reason, and none is given.</summary>
    ReasonMissing = 1,

    /// <summary>Yes.</summary>
    Allowed = 2,
}
