namespace Consent.Reference;

/// <summary>Whose act evidence shows.</summary>
public enum RefActingParty
{
    /// <summary>Nobody's.</summary>
    Unstated,

    /// <summary>The person's.</summary>
    Person,

    /// <summary>Their guardian's.</summary>
    Guardian,

    /// <summary>Somebody's who acts for them.</summary>
    Representative,

    /// <summary>The controller's.</summary>
    Controller,
}
