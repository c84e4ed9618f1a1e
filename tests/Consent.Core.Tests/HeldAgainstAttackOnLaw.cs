using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>What held when the law was attacked: tricks of JSON, ends of the calendar, addresses under any law.</summary>
public class HeldAgainstAttackOnLaw
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly ContactPoint s_point = ContactPoint.Email("ada@shop.example");

    [Fact]
    public void Whoever_withdrew_an_imported_consent_withdrew_it()
    {
        var given = new Given(Jurisdiction.EuropeanUnion.With(law => law.RefusalBlocksCustomerException(false))).Asserted(1, s_email).Withdrew(5, s_email);
        var decision = given.MayContact(s_email, Sold);

        Assert.False(decision.IsPermitted, $"{decision.Code}");
    }

    [Fact]
    public void At_the_end_of_the_calendar_nothing_breaks_and_nothing_opens()
    {
        var law = Jurisdiction.Italy.TurnOn("garante-guideline").With(it => it.Asking(1200, 1200, 1200));
        var given = new Given(law).Gave(1, s_email).Withdrew(2, Purposes.Marketing.Automatic.Sms);
        foreach (var asOf in new[] { Timestamp.MinValue, Timestamp.MaxValue, Timestamp.MaxValue.Plus(TimeSpan.FromDays(-1)) })
        {
            foreach (var fact in new[] { Timestamp.MinValue, Timestamp.MaxValue })
            {
                RequestFacts Facts(RequestFacts f) => Sold(f) with
                {
                    Sale = Sold(f).Sale! with { At = fact }, BornOn = fact == Timestamp.MaxValue ? DateOnly.MaxValue : DateOnly.MinValue, LastActivityAt = fact,
                    Contract = new(true, fact, fact, true), Interest = new("LIA", fact), Lists = [new("RPO", fact, fact, fact)],
                };
                foreach (var purpose in new[] { s_email, Purposes.Marketing.Automatic.Sms, Purposes.Marketing.Traditional.Phone, Purposes.SoftSpam.Email })
                {
                    var decision = given.Decide(ProcessingRequest.ToContact(Ada, purpose).With(Facts).At(asOf));
                    Assert.False(decision.HoldsUntil <= asOf);
                    decision = given.Decide(ProcessingRequest.ToAsk(Ada, purpose).With(Facts).At(asOf));
                    Assert.False(decision.HoldsUntil <= asOf);
                }
            }
        }
    }

    [Law]
    public Property An_answer_at_an_address_holds_as_long_as_it_says() => Laws.ForAll(
        from x in LawQuestion.Any()
        from address in HistoryGen.OfOne(10)
        from steps in Gen.Choose(0, 60 * 24 * 40).ListOf(6)
        from near in Gen.Choose(0, 40).ListOf(6)
        select (x, address, steps, near),
        q =>
        {
            var person = q.x.History.Fold();
            var point = Record(q.x.History.Taxonomy, q.address.Entries);
            var decision = At(q.x, person, point, q.x.At);
            var last = (decision.HoldsUntil ?? Timestamp.MaxValue).Plus(TimeSpan.FromMicroseconds(-1));
            return !(decision.HoldsUntil <= q.x.At) && q.steps.Select(s => q.x.At.Plus(TimeSpan.FromMinutes(s))).Concat(q.near.Select(TimeGen.Minute)).Append(last).Where(t => t >= q.x.At && t <= last)
                .All(t => At(q.x, person, point, t) is var later && later.Outcome == decision.Outcome && later.Code == decision.Code);
        });

    [Law]
    public Property A_trace_decides_alike_under_any_law() => Laws.ForAll(
        from x in LawQuestion.Any()
        from address in HistoryGen.OfOne(10)
        select (x, address),
        q =>
        {
            var person = q.x.History.Fold();
            var point = Record(q.x.History.Taxonomy, q.address.Entries);
            var request = (q.x.Laws.Length == 1 ? q.x.Request : q.x.Request.Under([.. q.x.Laws.Select(l => l.Code)])).At(s_point);
            return person.Explain(request, q.x.Rules, q.x.At, point: point).Decision == person.Decide(request, q.x.Rules, q.x.At, point: point);
        });

    [Law]
    public Property Whoever_said_no_lately_here_or_at_the_address_is_not_asked() => Laws.ForAll(
        from history in HistoryGen.Any(12)
        from address in HistoryGen.OfOne(8)
        from purpose in Gen.Elements(s_email, Purposes.Marketing.Traditional.Phone, Purposes.SoftSpam.Email)
        from law in JurisdictionGen.Preset()
        from at in Gen.Choose(31, 60)
        from grave in Gen.Elements(true, false)
        from node in TaxonomyGen.Path(history.Taxonomy)
        from flag in Gen.Elements(ConsentFlag.Status, ConsentFlag.Objection, ConsentFlag.Restriction)
        select (history, address, purpose, law, at, grave, node, flag),
        q =>
        {
            if (!history(q).Taxonomy.Covers(q.node, q.purpose, servesNoDirectMarketing: false) && q.node != q.purpose)
            {
                return true;
            }

            // The no is later than all else, so nothing that anybody said answers it.
            var no = Statement.Protective(q.node, q.flag);
            var entries = q.grave ? q.address.Entries.Append(HistoryGen.Entry(q.history.Contacts[0], "one-more", [(no, Minute(40))], null, 99)) : q.address.Entries;
            var person = q.grave ? q.history.Fold() : q.history.And(q.history.Contacts[0], no, Minute(40)).Fold();
            var point = Record(q.history.Taxonomy, entries);
            var rules = new ConsentRules(q.history.Taxonomy, q.law.With(it => it.Asking(1, 1, 1)), otherJurisdictions: [], sectors: [Sector.Other]);
            return !person.Decide(ProcessingRequest.ToAsk(q.history.Contacts[0], q.purpose).At(s_point), rules, Minute(60 + q.at), point: point).IsPermitted;
        });

    [Theory]
    [InlineData("""{"name":"X","code":"XX","n\u0061me":"Y"}""")]
    [InlineData("""{"name":"X","code":"XX","citations":{"CONSENT":{"source":"a"},"C\u004fNSENT":{"source":"b"}}}""")]
    [InlineData("""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"optIn","r\u0075le":"free"}]}""")]
    [InlineData("""{"name":"X","code":"ХХ"}""")]
    [InlineData("""{"name":"X","code":"XX","minorAge":1e1}""")]
    [InlineData("""{"name":"X","code":"XX","minorAge":99999999999999999999}""")]
    [InlineData("""{"name":"X","code":"XX","parts":[null]}""")]
    [InlineData("""{"name":"X","code":"XX","version":"\ud800"}""")]
    [InlineData("""{"name":"X","code":"XX","\ud800":1}""")]
    public void Json_tricks_are_refused(string json) => Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.FromJson(json));

    private static History history((History History, History, PurposePath, Jurisdiction, int, bool, PurposePath, ConsentFlag) q) => q.History;

    private static ConsentDecision At(LawQuestion x, PersonConsents person, ContactConsents point, Timestamp asOf)
    {
        var request = (x.Laws.Length == 1 ? x.Request : x.Request.Under([.. x.Laws.Select(l => l.Code)])).At(s_point).At(asOf);
        return person.Decide(request, x.Rules, asOf, point: point);
    }

    private static ContactConsents Record(PurposeTaxonomy taxonomy, IEnumerable<AuditEntry> address) => PersonConsents.Fold(
        [s_point.Id], taxonomy, address.Select(e => e.Subject is { } subject ? e with { Subject = subject with { Contact = s_point.Id } } : e))[s_point.Id];
}
