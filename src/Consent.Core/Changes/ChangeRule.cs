namespace Consent;

/// <summary>One row of the table of change codes.</summary>
/// <param name="Code">The code.</param>
/// <param name="When">When it is told.</param>
/// <param name="Consequence">What happens.</param>
/// <param name="IsRefusal">Whether what it is said of is not recorded.</param>
public sealed record ChangeRule(ChangeCode Code, string When, string Consequence, bool IsRefusal);
