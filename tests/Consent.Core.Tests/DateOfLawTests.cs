using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>The day before and the day of every part that has a date, for every preset.</summary>
public class DateOfLawTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;

    /// <summary>By the preset and the first instant of the day: its zone, and what is answered at an instant, for each part that begins or ends then.</summary>
    private static readonly Dictionary<(string Preset, string Day), (string Zone, Func<Timestamp, string>[] Answers)> s_dates = new()
    {
        [("France", "2026-08-11")] = ("Europe/Paris",
        [
            at => Code(Jurisdiction.France, s_phone, at, f => f.WithList(new("Bloctel", at.Plus(TimeSpan.FromDays(-3))))), // until: opt-out, where the list does not have them
            at => Code(Jurisdiction.France, s_phone, at, f => f), // until: the list is asked
            at => Code(Jurisdiction.France, s_phone, at, f => f with { Contract = new(true, IsRelated: true) }), // from: a contract
        ]),
        [("Italy", "2026-06-19")] = ("Europe/Rome",
        [
            at => Code(Jurisdiction.Italy, s_phone, at, f => Directory(f, at), Sector.Electricity),
            at => Code(Jurisdiction.Italy, s_phone, at, f => Directory(f, at), Sector.Gas),
            at => Code(Jurisdiction.Italy, s_email, at, Sold, Sector.Gas),
        ]),
        [("Italy", "2024-09-28")] = ("Europe/Rome", [at => Decide(Jurisdiction.Italy, s_phone, at, f => Directory(f, at), Sector.Other).Obligations.ToString()]),
        [("UnitedKingdom", "2026-02-05")] = ("Europe/London",
            [at => Code(Jurisdiction.UnitedKingdom.TurnOn("charities"), s_email, at, f => Sold(f) with { Sale = Sold(f).Sale! with { Kind = SaleKind.Donation } }, Sector.Charity)]),
        [("Germany", "2011-02-10")] = ("Europe/Berlin", [GivenByForm]),
    };

    public static TheoryData<string, string> Dates => new(s_dates.Keys);

    [Theory]
    [MemberData(nameof(Dates))]
    public void The_answer_changes_at_midnight_to_the_microsecond(string preset, string day)
    {
        var (zone, answers) = s_dates[(preset, day)];
        var midnight = MidnightOf(day, zone);
        Assert.All(answers, answer =>
        {
            Assert.NotEqual(answer(Before(midnight)), answer(midnight));
            Assert.Equal(answer(Before(midnight)), answer(midnight.Plus(TimeSpan.FromDays(-1))));
            Assert.Equal(answer(midnight), answer(midnight.Plus(TimeSpan.FromDays(1))));
        });
    }

    [Fact]
    public void No_part_of_a_preset_has_another_date()
    {
        var tested = s_dates.Select(d => (d.Key.Preset, MidnightOf(d.Key.Day, d.Value.Zone))).Order();
        var dates = Jurisdiction.Presets.SelectMany(p => LawQuestion.Dates(p).Append(p.DoubleOptIn?.Since ?? Timestamp.MinValue).Where(at => at > Timestamp.MinValue).Distinct().Select(at => (p.Name, at)));
        Assert.Equal(tested, dates.Order());
    }

    [Theory]
    [InlineData("France", "2026-08-11", "Europe/Paris")]
    [InlineData("Italy", "2026-06-19", "Europe/Rome")]
    public void A_decision_holds_until_the_law_changes(string preset, string day, string zone)
    {
        var midnight = MidnightOf(day, zone);
        var (name, sector) = preset == "France" ? ("Bloctel", Sector.Other) : ("RPO", Sector.Electricity);
        var decision = Decide(Jurisdiction.Find(preset)!, s_phone, midnight.Plus(TimeSpan.FromDays(-2)), f => (f with { AddressSource = AddressSource.PublicDirectory }).WithList(new(name, midnight.Plus(TimeSpan.FromDays(-3)))), sector);
        Assert.Equal((DecisionOutcome.Permit, midnight), (decision.Outcome, decision.HoldsUntil));
    }

    private static Timestamp Before(Timestamp at) => at.Plus(TimeSpan.FromMicroseconds(-1));

    private static Timestamp MidnightOf(string day, string zone)
    {
        var midnight = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(midnight));
    }

    private static RequestFacts Directory(RequestFacts facts, Timestamp at) => (facts with { AddressSource = AddressSource.PublicDirectory }).WithList(new("RPO", at.Plus(TimeSpan.FromDays(-3))));

    private static string Code(Jurisdiction law, PurposePath purpose, Timestamp at, Func<RequestFacts, RequestFacts> facts, Sector? sector = null)
    {
        var decision = Decide(law, purpose, at, facts, sector);
        return $"{decision.Outcome} {DecisionTable.NameOf(decision.Code)} [{decision.Article}]";
    }

    /// <summary>Asked of somebody who never said anything.</summary>
    private static ConsentDecision Decide(Jurisdiction law, PurposePath purpose, Timestamp at, Func<RequestFacts, RequestFacts> facts, Sector? sector)
    {
        var rules = new ConsentRules(null, law, sectors: [sector ?? Sector.Other]);
        return ContactConsents.Empty(Ada, rules.Taxonomy).Decide(ProcessingRequest.ToContact(Ada, purpose).With(facts(RequestFacts.None)).At(at), rules, default);
    }

    /// <summary>A yes by a web form said then, which nobody confirmed, and asked about much later.</summary>
    private static string GivenByForm(Timestamp at)
    {
        var rules = new ConsentRules(null, Jurisdiction.Germany);
        var given = ContactConsents.Empty(Ada, rules.Taxonomy).Apply(ConsentChange.For(Ada).WithId(ChangeId.From("c1")).Give(s_email, at, Form, "v1"), rules, ApplyGen.At(at)).After[Ada];
        return given.Decide(ProcessingRequest.ToContact(Ada, s_email), rules, Minute(0)).Reason;
    }
}
