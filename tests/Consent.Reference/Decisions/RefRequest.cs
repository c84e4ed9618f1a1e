namespace Consent.Reference;

/// <summary>One processing request, with the facts that the host passes.</summary>
public sealed record RefRequest
{
    /// <summary>What is asked for.</summary>
    public RefOperation Operation { get; init; }

    /// <summary>The id asked about; its linked ids are looked at too.</summary>
    public string Contact { get; init; } = "";

    /// <summary>The purpose's path; none for the operations of row 2.</summary>
    public string? Purpose { get; init; }

    /// <summary>RULES 4, an address: where the contact would be reached.</summary>
    public RefPoint? Point { get; init; }

    /// <summary>The instant that facts, notices and expiry are judged at, microseconds since 1970 UTC.</summary>
    public long AsOf { get; init; }

    /// <summary>Row 2: the ground stated.</summary>
    public string? Ground { get; init; }

    /// <summary>Conditional covering edges do not exist for this request.</summary>
    public bool ServesNoDirectMarketing { get; init; }

    /// <summary>Row 9: the service is aimed at minors.</summary>
    public bool AimedAtMinors { get; init; }

    /// <summary>Row 9: the person's age in years.</summary>
    public int? Age { get; init; }

    /// <summary>Row 9: a guardian consented.</summary>
    public bool? Guardian { get; init; }

    /// <summary>Rows 17-20.</summary>
    public RefSale? Sale { get; init; }

    /// <summary>Rows 8, 20-22.</summary>
    public RefAddressSource AddressSource { get; init; }

    /// <summary>Rows 6, 22: enrolled in the opposition register by phone, microseconds since 1970 UTC.</summary>
    public long? PhoneEnrolledAt { get; init; }

    /// <summary>Rows 8, 20, 22: enrolled in the opposition register for paper, microseconds since 1970 UTC.</summary>
    public long? PostalEnrolledAt { get; init; }

    /// <summary>Rows 7, 20, 22: when the opposition register was asked, microseconds since 1970 UTC.</summary>
    public long? RegisterCheckedAt { get; init; }

    /// <summary>Row 6: a contract is running.</summary>
    public bool? ContractActive { get; init; }

    /// <summary>Row 6: when the contract ended or will end, microseconds since 1970 UTC.</summary>
    public long? ContractEndedAt { get; init; }
}
