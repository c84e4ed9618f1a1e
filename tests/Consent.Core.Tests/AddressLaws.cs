using System.Collections.Immutable;
using Consent.Reference;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>A request at an address, against every history of the person and of the address.</summary>
public class AddressLaws
{
    private static readonly ContactPoint s_point = ContactPoint.Email("ada@shop.example");

    private static readonly Gen<Situation> s_situation =
        from history in HistoryGen.Any(15)
        from address in HistoryGen.OfOne(10)
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from law in RequestGen.Law()
        from notices in RequestGen.Notices()
        select new Situation(history, address, request, new(history.Taxonomy, law, notices));

    [Law]
    public Property An_address_permits_nothing_that_the_person_is_not_permitted() => Laws.ForAll(s_situation, x =>
        x.IsExempt || !x.Decide(x.Address.Entries).IsPermitted || x.History.Fold().Decide(x.Request, x.Rules, TimeGen.Minute(30)).IsPermitted);

    [Law]
    public Property One_more_no_at_an_address_never_turns_anything_into_a_permit() => Laws.ForAll(
        from x in s_situation
        from node in TaxonomyGen.Path(x.History.Taxonomy)
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from at in TimeGen.Near()
        select (x, no: HistoryGen.Entry(s_point.Id, "one-more", [(Statement.Protective(node, flag), at)], null, 99)),
        y => y.x.IsExempt || y.x.Decide(y.x.Address.Entries).IsPermitted || !y.x.Decide(y.x.Address.Entries.Add(y.no)).IsPermitted);

    [Law]
    public Property Where_an_address_never_said_no_the_answer_is_that_for_an_address_never_heard_of() => Laws.ForAll(s_situation, x =>
        x.Decide(x.Address.Entries.Where(e => e.Facts.Type == AuditEntryType.Changed && e.Facts.Statements.All(s => s.Flag == ConsentFlag.Status == s.IsActive))) == x.Decide([]));

    [Law]
    public Property A_trace_says_what_the_decision_says() => Laws.ForAll(s_situation, x =>
    {
        var point = x.Record(x.Address.Entries);
        return x.History.Fold().Explain(x.At, x.Rules, TimeGen.Minute(30), point: point).Decision == x.Decide(x.Address.Entries);
    });

    [Law]
    public Property The_answer_at_an_address_is_that_of_the_reference() => Laws.ForAll(s_situation, x => Agrees(x, x.History.Entries, x.Record(x.Address.Entries), x.AtAddress(x.Address.Entries)));

    [Law]
    public Property At_an_address_that_is_one_of_the_persons_ids_it_is_too() => Laws.ForAll(s_situation, x =>
    {
        var ids = x.History.Contacts.Select((id, place) => (id, named: place == x.History.Contacts.Length - 1 ? s_point.Id : id)).ToDictionary(i => i.id, i => i.named);
        ImmutableArray<AuditEntry> entries = [.. x.History.Entries.Select(e => e with { Subject = e.Subject! with { Contact = ids[e.Subject.Contact], Other = e.Subject.Other is { } other ? ids[other] : null } })];
        var named = x with { History = x.History with { Contacts = [.. ids.Values], Entries = entries }, Request = x.Request.About(ids[x.History.Contacts[0]]) };
        return Agrees(named, entries, named.History.Fold()[s_point.Id], []);
    });

    private static bool Agrees(Situation x, IEnumerable<AuditEntry> person, ContactConsents point, IEnumerable<AuditEntry> address)
    {
        var decision = x.History.Fold().Decide(x.At, x.Rules, TimeGen.Minute(30), point: point);
        var expected = Oracle.Decide(
            ToReference.Of([.. person, .. address]), ToReference.Of(x.History.Taxonomy, x.History.Taxonomy.Edges.Select(e => (e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing))),
            [ToReference.Of(x.Rules.Jurisdiction)], [.. x.Rules.Notices.Notices.Select(ToReference.Of)], ToReference.Of(x.At, x.Rules));
        return ((int)expected.Outcome == (int)decision.Outcome && string.Equals(expected.MainReason, DecisionTable.NameOf(decision.Code), StringComparison.Ordinal)
            && expected.Fails.Order(StringComparer.Ordinal).SequenceEqual(decision.Failed.Select(DecisionTable.NameOf).Order(StringComparer.Ordinal)))
            ? true
            : throw new Xunit.Sdk.XunitException($"Core: {decision} [{decision.Failed}] Reference: {expected.Outcome} {expected.Code} {expected.Node} [{string.Join(",", expected.Fails)}]");
    }

    private sealed record Situation(History History, History Address, ProcessingRequest Request, ConsentRules Rules)
    {
        /// <summary>Rows 1 and 2: a restriction is what allows keeping, and claims do not ask for consent.</summary>
        public bool IsExempt => Request.Operation is Operation.Store or Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest;

        public ProcessingRequest At => Request.At(s_point);

        public ConsentDecision Decide(IEnumerable<AuditEntry> address) => History.Fold().Decide(At, Rules, TimeGen.Minute(30), point: Record(address));

        public ContactConsents Record(IEnumerable<AuditEntry> address) => PersonConsents.Fold([s_point.Id], History.Taxonomy, AtAddress(address))[s_point.Id];

        /// <summary>The same entries, of the address.</summary>
        public IEnumerable<AuditEntry> AtAddress(IEnumerable<AuditEntry> address) =>
            address.Select(e => e.Subject is { } subject ? e with { Subject = subject with { Contact = s_point.Id } } : e);

        public override string ToString() => $"{Request} {string.Join("; ", History.Entries)} | {string.Join("; ", Address.Entries)}";
    }
}
