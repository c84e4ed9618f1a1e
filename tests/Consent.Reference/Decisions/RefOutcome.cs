namespace Consent.Reference;

/// <summary>The answer.</summary>
public enum RefOutcome
{
    /// <summary>Nothing permits it.</summary>
    NoBasis,

    /// <summary>Something forbids it.</summary>
    Deny,

    /// <summary>Somebody has to look.</summary>
    Review,

    /// <summary>It may be done.</summary>
    Permit,
}
