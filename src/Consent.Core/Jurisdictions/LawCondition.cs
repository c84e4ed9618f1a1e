namespace Consent;

/// <summary>A fact that must be stated for a rule to permit. One left out never permits.</summary>
public enum LawCondition
{
    /// <summary>A contract is in force, and the offer is related to it (<see cref="ContractFacts"/>).</summary>
    RelatedContract,

    /// <summary>A sale within the rule's months, own products, similar ones (<see cref="SaleFacts"/>).</summary>
    RecentCustomer,

    /// <summary>The offer concerns the subscriber's trade.</summary>
    ConcernsTheirTrade,

    /// <summary>There is a business relation with the subscriber.</summary>
    BusinessRelation,

    /// <summary>The address comes from a public directory.</summary>
    PublicDirectory,

    /// <summary>The directory lists the number, without the mark that asks not to be called.</summary>
    DirectoryListed,

    /// <summary>The directory lists the number with that mark.</summary>
    DirectoryMarked,

    /// <summary>The directory does not list the number.</summary>
    DirectoryUnlisted,

    /// <summary>The request says that it serves no direct marketing.</summary>
    NoDirectMarketing,
}
