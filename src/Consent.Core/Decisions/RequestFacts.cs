using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The facts that a host states with a request. A fact left out never moves a decision towards Permit.</summary>
[JsonConverter(typeof(ConsentJsonConverter<RequestFacts>))]
public sealed record RequestFacts
{
    /// <summary>Nothing stated.</summary>
    public static RequestFacts None { get; } = new();

    /// <summary>The sale in whose course the address was obtained.</summary>
    public SaleFacts? Sale { get; init; }

    /// <summary>The do-not-contact lists, one each; the case of their names does not matter.</summary>
    /// <exception cref="ArgumentException">A list stands there twice.</exception>
    public ImmutableArray<ListFacts> Lists
    {
        get;
        init
        {
            ImmutableArray<ListFacts> lists = value.IsDefault ? [] : value;
            field = lists.DistinctBy(l => l.List, StringComparer.OrdinalIgnoreCase).Count() == lists.Length
                ? lists
                : throw new ArgumentException("A list is stated once.", nameof(value));
        }
    }
    = [];

    /// <summary>A contract with the person; one that is active also permits what rests on it (<see cref="PurposeBasis.Contract"/>), to closed ids too.</summary>
    public ContractFacts? Contract { get; init; }

    /// <summary>An interest that was assessed.</summary>
    public InterestFacts? Interest { get; init; }

    /// <summary>Where the address comes from.</summary>
    public AddressSource AddressSource { get; init; }

    /// <summary>How the number stands in the public directory.</summary>
    public DirectoryEntry Directory { get; init; }

    /// <summary>What kind of subscriber it is; <see langword="null"/>: any of them.</summary>
    public SubscriberKind? Subscriber { get; init; }

    /// <summary>A line of business that this request belongs to besides the host's own.</summary>
    public Sector? Sector { get; init; }

    /// <summary>Whether the offer concerns the subscriber's trade.</summary>
    public bool? ConcernsTheirTrade { get; init; }

    /// <summary>Whether there is a business relation with the subscriber.</summary>
    public bool? HasBusinessRelation { get; init; }

    /// <summary>The person's age in whole years as of the request, where known.</summary>
    public int? Age { get; init; }

    /// <summary>The person's date of birth, where known: tells the age at the consent too.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>Whether the person has died.</summary>
    public bool HasDied { get; init; }

    /// <summary>When the person was last active, where the jurisdiction counts a consent's validity from then; one after the as-of instant is none.</summary>
    public Timestamp? LastActivityAt { get; init; }

    /// <summary>The compelling legitimate grounds that override an objection (GDPR art. 21(1)); they count for requests that serve no direct marketing.</summary>
    public string? CompellingGrounds { get; init; }

    /// <summary>The duty by law that makes the host do it, such as an article: permits what rests on one (<see cref="PurposeBasis.LegalObligation"/>).</summary>
    public string? LegalObligation { get; init; }

    /// <summary>The same facts with one more list.</summary>
    public RequestFacts WithList(ListFacts list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return this with { Lists = Lists.Add(list) };
    }

    /// <summary>The same facts; the lists are compared one by one.</summary>
    public bool Equals(RequestFacts? other) => other is not null && Lists.AsSpan().SequenceEqual(other.Lists.AsSpan())
        && Sale == other.Sale && Contract == other.Contract && Interest == other.Interest && AddressSource == other.AddressSource && Directory == other.Directory
        && Subscriber == other.Subscriber && Sector == other.Sector && ConcernsTheirTrade == other.ConcernsTheirTrade && HasBusinessRelation == other.HasBusinessRelation
        && Age == other.Age && BornOn == other.BornOn && HasDied == other.HasDied && LastActivityAt == other.LastActivityAt
        && string.Equals(CompellingGrounds, other.CompellingGrounds, StringComparison.Ordinal) && string.Equals(LegalObligation, other.LegalObligation, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Lists.Length, Sale, Contract, AddressSource, Subscriber, Age, LastActivityAt, HasDied);

    /// <summary>The type's name only.</summary>
    public override string ToString() => "RequestFacts(hidden)";

    internal ListFacts? Find(string list)
    {
        foreach (var facts in Lists)
        {
            if (string.Equals(facts.List, list, StringComparison.OrdinalIgnoreCase))
            {
                return facts;
            }
        }

        return null;
    }
}
