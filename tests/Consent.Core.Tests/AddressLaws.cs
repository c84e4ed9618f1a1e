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

    private sealed record Situation(History History, History Address, ProcessingRequest Request, ConsentRules Rules)
    {
        /// <summary>Rows 1 and 2: a restriction is what allows keeping, and claims do not ask for consent.</summary>
        public bool IsExempt => Request.Operation is Operation.Store or Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest;

        public ProcessingRequest At => Request.At(s_point);

        public ConsentDecision Decide(IEnumerable<AuditEntry> address) => History.Fold().Decide(At, Rules, TimeGen.Minute(30), point: Record(address));

        public ContactConsents Record(IEnumerable<AuditEntry> address) => PersonConsents.Fold(
            [s_point.Id], History.Taxonomy, address.Select(e => e.Subject is { } subject ? e with { Subject = subject with { Contact = s_point.Id } } : e))[s_point.Id];

        public override string ToString() => $"{Request} {string.Join("; ", History.Entries)} | {string.Join("; ", Address.Entries)}";
    }
}
