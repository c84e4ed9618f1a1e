using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How the facts of a request stand in JSON.</summary>
internal static class FactsForm
{
    private static readonly JsonMember<SaleFacts, string> s_reference = Member<SaleFacts>.Optional("reference", ValueForms.Text, s => s.Reference, "The sale in whose course the address was obtained: an order number.");
    private static readonly JsonMember<SaleFacts, Timestamp> s_soldAt = Member<SaleFacts>.OptionalValue("at", ValueForms.Instant, s => s.At, "When it was.");
    private static readonly JsonMember<SaleFacts, bool> s_addressGiven = Member<SaleFacts>.OptionalValue("addressGiven", ValueForms.Flag, s => s.AddressGiven, "Whether the person gave the address in that sale.");
    private static readonly JsonMember<SaleFacts, bool> s_informed = Member<SaleFacts>.OptionalValue("informed", ValueForms.Flag, s => s.Informed, "Whether the person was then told of this use and could refuse.");
    private static readonly JsonMember<SaleFacts, bool> s_ownProducts = Member<SaleFacts>.OptionalValue("ownProducts", ValueForms.Flag, s => s.OwnProducts, "Whether the offer is for own products.");
    private static readonly JsonMember<SaleFacts, bool> s_similarProducts = Member<SaleFacts>.OptionalValue("similarProducts", ValueForms.Flag, s => s.SimilarProducts, "Whether the offer is for products similar to those sold.");
    private static readonly JsonMember<SaleFacts, SaleKind> s_kind = Member<SaleFacts>.OptionalValue("kind", CodeForm<SaleKind>.Form, s => s.Kind, "What kind of sale it was.");

    private static readonly JsonMember<ListFacts, string> s_list = Member<ListFacts>.Required("list", ValueForms.Text, l => l.List, "The list's name, as the jurisdiction has it: RPO.");
    private static readonly JsonMember<ListFacts, Timestamp> s_checkedAt = Member<ListFacts>.OptionalValue("checkedAt", ValueForms.Instant, l => l.CheckedAt, "When it was last checked.");
    private static readonly JsonMember<ListFacts, Timestamp> s_enrolledAt = Member<ListFacts>.OptionalValue("enrolledAt", ValueForms.Instant, l => l.EnrolledAt, "Since when the address is enrolled. Left out: it is not.");
    private static readonly JsonMember<ListFacts, Timestamp> s_renewedAt = Member<ListFacts>.OptionalValue("renewedAt", ValueForms.Instant, l => l.RenewedAt, "When the enrolment was last renewed.");

    private static readonly JsonMember<ContractFacts, bool> s_active = Member<ContractFacts>.Required("isActive", ValueForms.Flag, c => c.IsActive, "Whether a contract is active.");
    private static readonly JsonMember<ContractFacts, Timestamp> s_endedAt = Member<ContractFacts>.OptionalValue("endedAt", ValueForms.Instant, c => c.EndedAt, "When the last one ended.");
    private static readonly JsonMember<ContractFacts, Timestamp> s_startedAt = Member<ContractFacts>.OptionalValue("startedAt", ValueForms.Instant, c => c.StartedAt, "When it began.");
    private static readonly JsonMember<ContractFacts, bool> s_related = Member<ContractFacts>.OptionalValue("isRelated", ValueForms.Flag, c => c.IsRelated, "Whether the offer is related to what the contract is about.");

    private static readonly JsonMember<InterestFacts, string> s_assessment = Member<InterestFacts>.Required("assessmentId", ValueForms.Text, i => i.AssessmentId, "The written assessment.");
    private static readonly JsonMember<InterestFacts, Timestamp> s_assessedAt = Member<InterestFacts>.Required("assessedAt", ValueForms.Instant, i => i.AssessedAt, "When.");

    public static ObjectForm<SaleFacts> Sale { get; } = new(
        "sale", "What is stated for soft spam.", [s_reference, s_soldAt, s_addressGiven, s_informed, s_ownProducts, s_similarProducts, s_kind],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out SaleFacts made) =>
        {
            made = new()
            {
                Reference = it.Of(s_reference),
                At = it.Maybe(s_soldAt),
                AddressGiven = it.Maybe(s_addressGiven),
                Informed = it.Maybe(s_informed),
                OwnProducts = it.Maybe(s_ownProducts),
                SimilarProducts = it.Maybe(s_similarProducts),
                Kind = it.Maybe(s_kind),
            };
            return true;
        });

    public static ObjectForm<ListFacts> List { get; } = new(
        "list", "What the host found in a do-not-contact list.", [s_list, s_checkedAt, s_enrolledAt, s_renewedAt],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out ListFacts made) =>
        {
            made = new(it.Of(s_list)!, it.Maybe(s_checkedAt), it.Maybe(s_enrolledAt), it.Maybe(s_renewedAt));
            return true;
        });

    public static ObjectForm<ContractFacts> Contract { get; } = new(
        "contract", "Whether the person is, or was lately, a customer under a contract.", [s_active, s_endedAt, s_startedAt, s_related],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out ContractFacts made) =>
        {
            made = new(it.Value(s_active), it.Maybe(s_endedAt), it.Maybe(s_startedAt), it.Maybe(s_related));
            return true;
        });

    public static ObjectForm<InterestFacts> Interest { get; } = new(
        "interest", "A legitimate interest that was assessed.", [s_assessment, s_assessedAt],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out InterestFacts made) =>
        {
            made = new(it.Of(s_assessment)!, it.Value(s_assessedAt));
            return true;
        });

    private static readonly JsonMember<RequestFacts, SaleFacts> s_sale = Member<RequestFacts>.Optional("sale", Sale, f => f.Sale, "The sale in whose course the address was obtained.");
    private static readonly JsonMember<RequestFacts, ImmutableArray<ListFacts>> s_lists = Member<RequestFacts>.List("lists", List, f => f.Lists, "The do-not-contact lists, one each.");
    private static readonly JsonMember<RequestFacts, ContractFacts> s_contract = Member<RequestFacts>.Optional("contract", Contract, f => f.Contract, "A contract with the person.");
    private static readonly JsonMember<RequestFacts, InterestFacts> s_interest = Member<RequestFacts>.Optional("interest", Interest, f => f.Interest, "An interest that was assessed.");
    private static readonly JsonMember<RequestFacts, AddressSource> s_addressSource = Member<RequestFacts>.OptionalValue("addressSource", CodeForm<AddressSource>.Form, f => f.AddressSource == default ? null : f.AddressSource, "Where the address comes from.");
    private static readonly JsonMember<RequestFacts, DirectoryEntry> s_directory = Member<RequestFacts>.OptionalValue("directory", CodeForm<DirectoryEntry>.Form, f => f.Directory == default ? null : f.Directory, "How the number stands in the public directory.");
    private static readonly JsonMember<RequestFacts, SubscriberKind> s_subscriber = Member<RequestFacts>.OptionalValue("subscriber", CodeForm<SubscriberKind>.Form, f => f.Subscriber, "What kind of subscriber it is.");
    private static readonly JsonMember<RequestFacts, Sector> s_sector = Member<RequestFacts>.OptionalValue("sector", ValueForms.Sector, f => f.Sector, "A line of business that the request belongs to.");
    private static readonly JsonMember<RequestFacts, bool> s_trade = Member<RequestFacts>.OptionalValue("concernsTheirTrade", ValueForms.Flag, f => f.ConcernsTheirTrade, "Whether the offer concerns the subscriber's trade.");
    private static readonly JsonMember<RequestFacts, bool> s_relation = Member<RequestFacts>.OptionalValue("hasBusinessRelation", ValueForms.Flag, f => f.HasBusinessRelation, "Whether there is a business relation.");
    private static readonly JsonMember<RequestFacts, int> s_age = Member<RequestFacts>.OptionalValue("age", ValueForms.Int, f => f.Age, "The person's age in whole years.");
    private static readonly JsonMember<RequestFacts, DateOnly> s_bornOn = Member<RequestFacts>.OptionalValue("bornOn", ValueForms.Day, f => f.BornOn, "The person's date of birth.");
    private static readonly JsonMember<RequestFacts, bool> s_hasDied = Member<RequestFacts>.Flag("hasDied", f => f.HasDied, "Whether the person has died.");
    private static readonly JsonMember<RequestFacts, Timestamp> s_activity = Member<RequestFacts>.OptionalValue("lastActivityAt", ValueForms.Instant, f => f.LastActivityAt, "When the person was last active.");
    private static readonly JsonMember<RequestFacts, string> s_grounds = Member<RequestFacts>.Optional("compellingGrounds", ValueForms.Text, f => f.CompellingGrounds, "The compelling legitimate grounds that override an objection.");
    private static readonly JsonMember<RequestFacts, string> s_duty = Member<RequestFacts>.Optional("legalObligation", ValueForms.Text, f => f.LegalObligation, "The duty by law that makes the host do it.");

    public static ObjectForm<RequestFacts> Form { get; } = new(
        "facts", "What the host states with a request. A fact left out never moves a decision towards a permit.",
        [s_sale, s_lists, s_contract, s_interest, s_addressSource, s_directory, s_subscriber, s_sector, s_trade, s_relation, s_age, s_bornOn, s_hasDied, s_activity, s_grounds, s_duty], TryMake);

    private static bool TryMake(JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out RequestFacts made)
    {
        made = null;
        var lists = it.List(s_lists);
        if (lists.DistinctBy(l => l.List, StringComparer.OrdinalIgnoreCase).Count() < lists.Length)
        {
            return reading.Flaw("a list is stated once.", $".{s_lists.Name}");
        }

        made = new()
        {
            Sale = it.Of(s_sale),
            Lists = lists,
            Contract = it.Of(s_contract),
            Interest = it.Of(s_interest),
            AddressSource = it.Value(s_addressSource),
            Directory = it.Value(s_directory),
            Subscriber = it.Maybe(s_subscriber),
            Sector = it.Maybe(s_sector),
            ConcernsTheirTrade = it.Maybe(s_trade),
            HasBusinessRelation = it.Maybe(s_relation),
            Age = it.Maybe(s_age),
            BornOn = it.Maybe(s_bornOn),
            HasDied = it.Value(s_hasDied),
            LastActivityAt = it.Maybe(s_activity),
            CompellingGrounds = it.Of(s_grounds),
            LegalObligation = it.Of(s_duty),
        };
        return true;
    }
}
