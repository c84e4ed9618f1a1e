namespace Consent.Reference;

/// <summary>One processing request, with the facts that the host passes. Instants are microseconds since 1970 UTC.</summary>
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

    /// <summary>The instant that facts, notices, law and expiry are judged at.</summary>
    public long AsOf { get; init; }

    /// <summary>Row 2: the ground stated.</summary>
    public string? Ground { get; init; }

    /// <summary>Conditional covering edges do not exist for this request.</summary>
    public bool ServesNoDirectMarketing { get; init; }

    /// <summary>Row 4: the grounds that override an objection where no direct marketing is served.</summary>
    public string? CompellingGrounds { get; init; }

    /// <summary>The duty by law that is stated.</summary>
    public string? LegalObligation { get; init; }

    /// <summary>Row 9: the service is aimed at minors.</summary>
    public bool AimedAtMinors { get; init; }

    /// <summary>Row 9: the person's age in years, now.</summary>
    public int? Age { get; init; }

    /// <summary>Row 9: the date of birth.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>Row 2d: the person has died.</summary>
    public bool HasDied { get; init; }

    /// <summary>Row 13: when the person was last active.</summary>
    public long? LastActivityAt { get; init; }

    /// <summary>person, soleTrader or legalPerson; null: any of them.</summary>
    public string? Subscriber { get; init; }

    /// <summary>The lines of business that the host states once.</summary>
    public IReadOnlyList<string> HostSectors { get; init; } = [];

    /// <summary>The line of business that the request adds.</summary>
    public string? Sector { get; init; }

    /// <summary>Rows 17-19 and 22.</summary>
    public RefSale? Sale { get; init; }

    /// <summary>Row 6: what was found in the lists.</summary>
    public IReadOnlyList<RefList> Lists { get; init; } = [];

    /// <summary>Rows 6 and 22.</summary>
    public RefContract? Contract { get; init; }

    /// <summary>Row 22b.</summary>
    public RefInterest? Interest { get; init; }

    /// <summary>Rows 6 and 22.</summary>
    public RefAddressSource AddressSource { get; init; }

    /// <summary>Row 22, how the number stands in the directory: listed, marked or unlisted; null: not stated.</summary>
    public string? Directory { get; init; }

    /// <summary>Row 22: the offer concerns the subscriber's trade.</summary>
    public bool? ConcernsTheirTrade { get; init; }

    /// <summary>Row 22: there is a business relation.</summary>
    public bool? HasBusinessRelation { get; init; }
}
