namespace Consent;

/// <summary>The facts that a host states with a request. A fact left out never moves a decision towards Permit.</summary>
public sealed record RequestFacts
{
    /// <summary>Nothing stated.</summary>
    public static RequestFacts None { get; } = new();

    /// <summary>For soft spam.</summary>
    public SaleFacts? Sale { get; init; }

    /// <summary>The public register of oppositions.</summary>
    public OppositionRegisterFacts? Register { get; init; }

    /// <summary>A contract with the person.</summary>
    public ContractFacts? Contract { get; init; }

    /// <summary>Where the address comes from.</summary>
    public AddressSource AddressSource { get; init; }

    /// <summary>The person's age in whole years, where known.</summary>
    public int? Age { get; init; }

    /// <summary>Whether the holder of parental responsibility consented (GDPR art. 8).</summary>
    public bool GuardianConsented { get; init; }

    /// <summary>The type's name only.</summary>
    public override string ToString() => "RequestFacts(hidden)";
}
