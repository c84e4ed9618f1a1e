using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>Jurisdictions as data: made, changed, written, read.</summary>
public class JurisdictionTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_paper = Purposes.Marketing.Traditional.Paper;

    /// <summary>JSON with one thing wrong each, and what is told of it.</summary>
    private static readonly Dictionary<string, string> s_wrong = new()
    {
        ["""{"name":"X","code":"XX","colour":1}"""] = "$.colour: nobody knows this property.",
        ["""{"code":"XX"}"""] = "The name is missing: 1 to 64 letters and digits.",
        ["""{"name":"X Y","code":"XX"}"""] = "The name has 1 to 64 letters and digits.",
        ["""{"name":"X","code":"X"}"""] = "The code has 2 to 8 letters and digits.",
        ["""{"name":7,"code":"XX"}"""] = "$.name: a text is wanted.",
        ["""{"name":"X","code":"XX","version":" "}"""] = "The version has 1 to 64 characters.",
        ["""{"format":"9.0","name":"X","code":"XX"}"""] = "$.format: 9.0 is not known; this version reads 1.0.",
        ["""{"name":"X","code":"XX","minorAge":"sixteen"}"""] = "$.minorAge: a whole number is wanted.",
        ["""{"name":"X","code":"XX","minorAge":99}"""] = "The age of minors lies between 1 and 25.",
        ["""{"name":"X","code":"XX","reviewLegacyConsent":"yes"}"""] = "$.reviewLegacyConsent: true or false is wanted.",
        ["""{"name":"X","code":"XX","parts":{}}"""] = "$.parts: a list is wanted.",
        ["""{"name":"X","code":"XX","parts":[7]}"""] = "$.parts[0]: an object is wanted.",
        ["""{"name":"X","code":"XX","parts":[{}]}"""] = "$.parts[0].part: it is missing.",
        ["""{"name":"X","code":"XX","parts":[{"part":null,"name":"DGC"}]}"""] = "$.parts[0].part: it is missing.",
        ["""{"name":"X","code":"XX","parts":[{"part":"law"}]}"""] = "$.parts[0].part: law is none of rule,",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule"}]}"""] = "$.parts[0].rule: it is missing.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":null}]}"""] = "$.parts[0].rule: it is missing.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"OptIn"}]}"""] = "$.parts[0].rule: OptIn is none of optIn,",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"optIn","channels":"email"}]}"""] = "$.parts[0].channels: a list of texts is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"optIn","channels":["telex"]}]}"""] = "$.parts[0].channels: telex is none of phone,",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"optIn","kinds":[]}]}"""] = "$.parts[0].kinds: an empty list says nothing: leave it out.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"presumed"}]}"""] = "$.parts[0] (Rule): consent is presumed of subscribers who are not persons only.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","conditions":["recentCustomer"]}]}"""] = "$.parts[0] (Rule): a recent customer needs a number of months, at least 1.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","recentMonths":3}]}"""] = "$.parts[0] (Rule): a recent customer needs a number of months, at least 1.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","conditions":["charm"]}]}"""] = "$.parts[0].conditions: charm is none of relatedContract,",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","on":false}]}"""] = "$.parts[0].on: only a setting is on or off.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","setting":"A b"}]}"""] = "$.parts[0] (Rule): a setting is named by",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","from":"2026-08-11"}]}"""] = "$.parts[0].from: an instant such as 2026-08-10T22:00:00.000000Z is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","until":"soon"}]}"""] = "$.parts[0].until: an instant such as 2026-08-10T22:00:00.000000Z is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","from":"2026-08-10T22:00:00.000000Z","until":"2026-08-10T22:00:00.000000Z"}]}"""] = "$.parts[0] (Rule): it ends before it begins.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","sectors":["Big Oil"]}]}"""] = "$.parts[0].sectors: Big Oil names no sector: small letters and digits.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","source":" "}]}"""] = "$.parts[0] (Rule): its source is blank.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","source":"a law","mark":"A"}]}"""] = "$.parts[0].mark: V, S, C, U or R is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","months":3}]}"""] = "$.parts[0].months: nobody knows this property.",
        ["""{"name":"X","code":"XX","parts":[{"part":"customerException","sales":["gift"]}]}"""] = "$.parts[0].sales: gift is none of paid,",
        ["""{"name":"X","code":"XX","parts":[{"part":"customerException","longestAgeMonths":0}]}"""] = "$.parts[0] (CustomerException): a number of months lies between 1 and 1200.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list"}]}"""] = "$.parts[0] (List): a list has a name of at most 64 characters.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","checkHoldsDays":30}]}"""] = "$.parts[0].checkHoldsDays: an object such as {\"default\": 30, \"phone\": 15} is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","checkHoldsDays":{"telex":30}}]}"""] = "$.parts[0].checkHoldsDays.telex: no means of contact has this name.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","checkHoldsDays":{"email":"30"}}]}"""] = "$.parts[0].checkHoldsDays.email: a whole number is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","checkHoldsDays":{"email":0}}]}"""] = "$.parts[0] (List): a number of days lies between 0 and 36500, of a check between 1 and that.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","checkHoldsDays":{"email":20000000}}]}"""] = "$.parts[0] (List): a number of days lies between 0 and 36500, of a check between 1 and that.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","graceDays":-1}]}"""] = "$.parts[0] (List): a number of days lies between 0 and 36500, of a check between 1 and that.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","contractEndedDays":20000000}]}"""] = "$.parts[0] (List): a number of days lies between 0 and 36500, of a check between 1 and that.",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC","passes":"all"}]}"""] = "$.parts[0].passes: all is none of never,",
        ["""{"name":"X","code":"XX","parts":[{"part":"list","name":"DGC"},{"part":"list","name":"DGC"}]}"""] = "The list DGC stands there twice for one kind of subscriber and one time.",
        ["""{"name":"X","code":"XX","parts":[{"part":"objectionExtends","toGroup":"marketing"}]}"""] = "$.parts[0].fromGroup: a path such as marketing.automatic is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"consentExtends","fromGroup":"marketing","toGroup":"Not a path"}]}"""] = "$.parts[0].toGroup: a path such as marketing.automatic is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"doubleOptIn"}]}"""] = "$.parts[0] (DoubleOptIn): a double opt-in names a method at least,",
        ["""{"name":"X","code":"XX","parts":[{"part":"doubleOptIn","methods":["web form "]}]}"""] = "$.parts[0] (DoubleOptIn): a method is not blank, and has no spaces around it.",
        ["""{"name":"X","code":"XX","parts":[{"part":"doubleOptIn","methods":["web form"],"endsAfterSeconds":0}]}"""] = "$.parts[0].endsAfterSeconds: a confirmation needs some time to come.",
        ["""{"name":"X","code":"XX","parts":[{"part":"doubleOptIn","methods":["web form"],"kinds":["person"]}]}"""] = "$.parts[0] (DoubleOptIn): a yes does not say for which kind,",
        ["""{"name":"X","code":"XX","parts":[{"part":"doubleOptIn","methods":["web form"]},{"part":"doubleOptIn","methods":["call"]}]}"""] = "There is one double opt-in.",
        ["""{"name":"X","code":"XX","parts":[{"part":"validity"}]}"""] = "$.parts[0].months: a whole number of at least 1 is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"validity","months":0}]}"""] = "$.parts[0].months: a whole number of at least 1 is wanted.",
        ["""{"name":"X","code":"XX","parts":[{"part":"validity","months":99999}]}"""] = "$.parts[0] (Validity): a number of months lies between 1 and 1200.",
        ["""{"name":"X","code":"XX","parts":[{"part":"proof"}]}"""] = "$.parts[0] (Proof): a proof that needs nothing is none.",
        ["""{"name":"X","code":"XX","parts":[{"part":"proof","needs":["charm"]}]}"""] = "$.parts[0].needs: charm is none of",
        ["""{"name":"X","code":"XX","parts":[{"part":"proofKept","months":60}]}"""] = "$.parts[0].countedFrom: it is missing.",
        ["""{"name":"X","code":"XX","parts":[{"part":"asking","afterNoMonths":-3}]}"""] = "$.parts[0] (Asking): a number of months lies between 1 and 1200.",
        ["""{"name":"X","code":"XX","parts":[{"part":"obligation"}]}"""] = "$.parts[0] (Obligation): it obliges to nothing.",
        ["""{"name":"X","code":"XX","citations":{"CONSENTED":{"source":"a law"}}}"""] = "$.citations.CONSENTED: no decision has this code.",
        ["""{"name":"X","code":"XX","citations":{"CONSENT":"a law"}}"""] = "$.citations.CONSENT: an object is wanted.",
        ["""{"name":"X","code":"XX","citations":{"CONSENT":{}}}"""] = "$.citations.CONSENT.source: it is missing.",
        ["""{"name":"X","code":"XX","citations":{"CONSENT":{"source":" "}}}"""] = "The source of Consent is blank.",
        ["""{"name":"X","code":"XX","citations":{"CONSENT":{"source":"a law","page":7}}}"""] = "$.citations.CONSENT.page: nobody knows this property.",
        ["""{"name":"X","name":"Y","code":"XX"}"""] = "It is no JSON:",
        ["""{"name":"X","code":"XX","parts":[{"part":"rule","rule":"free","rule":"optIn"}]}"""] = "It is no JSON:",
        ["""{"name":"X","code":"XX","parts":[[[[[[[[[[]]]]]]]]]]}"""] = "It is no JSON:",
        ["""{"name":"\ud800","code":"XX"}"""] = "It is no JSON:",
        ["""{"name":"X","code":"XX","\ud800":7}"""] = "It is no JSON:",
        ["{\"name\":\"X\ud800\",\"code\":\"XX\"}"] = "It is no JSON:",
        ["""[]"""] = "It is no object.",
        ["""null"""] = "It is no object.",
        ["""{"name":"X","code":"XX" """] = "It is no JSON:",
        [""] = "It is no JSON:",
    };

    /// <summary>What is then wrong with the whole too, which goes without it.</summary>
    private static readonly string[] s_more = ["$.name: a text is wanted.", "$.parts[0].needs: charm is none of"];

    public static TheoryData<string> Wrong => new(s_wrong.Keys.Select((_, i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static TheoryData<string> Presets => new(Jurisdiction.Presets.Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_in_a_file_is_named_with_its_place(string row)
    {
        var (json, told) = s_wrong.ElementAt(int.Parse(row, System.Globalization.CultureInfo.InvariantCulture));
        var error = Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.FromJson(json));
        Assert.True(error.Errors[0].StartsWith(told, StringComparison.Ordinal) && (error.Errors.Length == 1 || s_more.Contains(told)), $"{json}: {string.Join(" | ", error.Errors)}");
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_in_a_file_is_named_at_once()
    {
        var error = Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.FromJson(
            """{"name":"","code":"?","age":3,"parts":[{"part":"rule","rule":"no","mark":"X"},{"part":"validity","months":0,"until":"x"}],"citations":{"A":{},"CONSENT":{"source":7}}}"""));
        Assert.Equal(9, error.Errors.Length);
    }

    [Fact]
    public void All_that_a_builder_was_told_wrong_is_named_at_once()
    {
        var builder = Jurisdiction.Define("No where", "N")
            .Version("")
            .Minors(0)
            .Rule(ContactRule.Presumed, r => r.Channels(Channel.Phone))
            .Rule(ContactRule.Free, r => r.When(LawCondition.RecentCustomer).From(new DateOnly(2026, 1, 1)))
            .Rule((ContactRule)9, r => r.Setting("Not A Setting"))
            .CustomerException(e => e.LongestAge(0))
            .List(" ", l => l.CheckHolds(0))
            .List("A", l => l.Kinds(SubscriberKind.Person))
            .List("A", l => l.Cites(" "))
            .DoubleOptIn(new() { EndsAfter = TimeSpan.FromMilliseconds(1) }, p => p.Channels(Channel.Email))
            .Validity(0)
            .Proof(StatementProof.None)
            .ProofKept(-1, ProofKeptFrom.End)
            .Asking(afterNoMonths: 0)
            .Obliges(Obligations.None)
            .Cites(DecisionCode.Consent, "");
        var error = Assert.Throws<InvalidJurisdictionException>(builder.Build);
        string[] told =
        [
            "The age of minors", "A date (2026-01-01) needs the jurisdiction's time zone", "The source of Consent is blank.", "The name has", "The code has", "The version has",
            "$.parts[0] (Rule): consent is presumed", "$.parts[1] (Rule): a recent customer", "$.parts[2] (Rule): a setting", "$.parts[2] (Rule): it names a value that there is not", "$.parts[3] (CustomerException): a number of months",
            "$.parts[4] (List): a list has a name", "$.parts[4] (List): a number of days", "$.parts[6] (List): its source is blank", "$.parts[7] (DoubleOptIn): a yes does not say", "$.parts[7] (DoubleOptIn): a double opt-in names",
            "$.parts[8] (Validity): a number of months", "$.parts[9] (Proof): a proof", "$.parts[10] (ProofKept): a number of months", "$.parts[11] (Asking): a number of months", "$.parts[12] (Obligation): it obliges to nothing",
            "The list A stands there twice",
        ];
        Assert.Equal(told.Length, error.Errors.Length);
        Assert.All(told.Zip(error.Errors), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_may_stand_there_twice_for_other_kinds_or_other_times()
    {
        Assert.Equal(2, Jurisdiction.UnitedKingdom.Parts.Count(p => p.Kind == LawPartKind.List));
        var law = Jurisdiction.Define("Nowhere", "NW").TimeZone("Europe/Rome")
            .List("A", l => l.Kinds(SubscriberKind.Person).Until(new DateOnly(2026, 6, 30)))
            .List("A", l => l.Kinds(SubscriberKind.Person).From(new DateOnly(2026, 7, 1)))
            .List("A", l => l.Kinds(SubscriberKind.LegalPerson))
            .List("A", l => l.Setting("all-kinds"))
            .Build();
        Assert.Contains("twice", Assert.Throws<InvalidJurisdictionException>(() => law.TurnOn("all-kinds")).Message, StringComparison.Ordinal);
    }

    [Law]
    public Property What_is_written_is_read_back_the_same() => Laws.ForAll(JurisdictionGen.Any(), law =>
    {
        var read = Jurisdiction.FromJson(law.ToJson());
        return read.Fingerprint == law.Fingerprint && read == law && read.ToJson() == law.ToJson() && law.Parts.Zip(read.Parts).All(p => p.First.Says == p.Second.Says && p.First.About == p.Second.About);
    });

    [Law]
    public Property What_was_read_back_decides_the_same() => Laws.ForAll(
        from x in LawQuestion.Any()
        select x,
        x => x.Decide() == (x with { Laws = [.. x.Laws.Select(l => Jurisdiction.FromJson(l.ToJson()))] }).Decide());

    [Fact]
    public void Every_part_that_can_be_said_is_written_and_read_back()
    {
        var at = Minute(7);
        var law = Jurisdiction.Define("Nowhere", "NW").Version("7").Minors(null).ReviewLegacyConsent().ObjectionOutdatesConsent(false).RefusalBlocksCustomerException(false)
            .Rule(ContactRule.Interest, r => r.Channels(Channel.Email, Channel.Push).Operations(Operation.Profiling).Kinds(SubscriberKind.SoleTrader).Sectors(Sector.Gas).NotSectors(Sector.Charity).From(at).Until(at.PlusMonths(1))
                .Group("one").WhenCustomerWithin(12).Obliges(Obligations.NameSender).Setting("some", isOn: true).Cites("a law \"with\" <marks> & è", RuleMark.Corroborated))
            .OptInOnly(p => p.Sectors(Sector.From("coal")))
            .NationalLawDecides(p => p.Kinds(SubscriberKind.LegalPerson))
            .CustomerException(e => e.Sale(SaleKind.Donation, SaleKind.Indirect).LongestAge(24))
            .List("L", l => l.CheckHolds(15, Channel.Phone).CheckHolds(30).Grace(28).AnyConsentPasses().RenewalCounts().DirectoryOnly(Channel.Paper).BlocksTransfers().ContractPasses(0))
            .ObjectionExtends(Purposes.Marketing.Automatic.Group, Purposes.Marketing.Traditional.Group)
            .ConsentExtends(Purposes.Marketing.Automatic.Group, Purposes.Marketing.Traditional.Group, needsAll: false)
            .DoubleOptIn(new() { Methods = ["app", "web form"], Since = at, EndsAfter = TimeSpan.FromHours(36) })
            .Validity(12, fromLastActivity: true)
            .Proof(StatementProof.Contract | StatementProof.Details, ["call"])
            .ProofKept(60, ProofKeptFrom.Use)
            .Asking(6, 1, 2)
            .Obliges(Obligations.CallingHours | Obligations.TellOfMajority)
            .Cites(DecisionCode.Listed, "a list's law", RuleMark.Reading)
            .Build();
        Assert.Equal(Enum.GetValues<LawPartKind>(), law.Parts.Select(p => p.Kind).Distinct().Order());
        var read = Jurisdiction.FromJson(law.ToJson());
        Assert.Equal(law, read);
        Assert.Equal(law.Parts.Select(p => (p.Says, p.About, p.Citation, p.Setting, p.IsOn, p.From, p.Until)), read.Parts.Select(p => (p.Says, p.About, p.Citation, p.Setting, p.IsOn, p.From, p.Until)));
        Assert.Equal((law.MinorAge, law.Version, law.DoubleOptIn), (read.MinorAge, read.Version, read.DoubleOptIn));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_is_written_read_and_found_by_both_its_names(string name)
    {
        var preset = Jurisdiction.Find(name)!;
        Assert.Equal(preset, Jurisdiction.FromJson(preset.ToJson()));
        Assert.Same(preset, Jurisdiction.Find(preset.Code));
        Assert.Null(Jurisdiction.Find(preset.Code.ToLowerInvariant()));
    }

    [Fact]
    public void An_unknown_setting_is_refused_with_those_that_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Jurisdiction.Spain.TurnOn("robin-hood"));
        Assert.Contains("Spain has no such setting. It has: customer-exception, calls-to-customers, robinson.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Jurisdiction.Spain.TurnOff("robin-hood"));
    }

    [Fact]
    public void A_change_keeps_the_name_and_leaves_the_preset_as_it_was()
    {
        var before = Jurisdiction.Italy.ToJson();
        var changed = Jurisdiction.Italy.With(it => it.Minors(18).Remove(LawPartKind.List).Cites(DecisionCode.Consent, "another law"));
        Assert.Equal(("Italy", "IT"), (changed.Name, changed.Code));
        Assert.NotEqual(Jurisdiction.Italy.Fingerprint, changed.Fingerprint);
        Assert.NotEqual(Jurisdiction.Italy, changed);
        Assert.Equal(before, Jurisdiction.Italy.ToJson());
        Assert.Equal(14, Jurisdiction.Italy.MinorAge);
        Assert.NotEqual(Jurisdiction.Italy.Fingerprint, Jurisdiction.Italy.TurnOn("double-opt-in").Fingerprint);
        Assert.Equal(Jurisdiction.Italy, Jurisdiction.Italy.TurnOn("double-opt-in").TurnOff("double-opt-in"));
        Assert.Equal(before, Jurisdiction.Italy.ToJson());
    }

    [Fact]
    public void What_a_builder_makes_is_not_changed_by_what_it_is_told_later()
    {
        var builder = Jurisdiction.Define("Nowhere", "NW").Channels(Channel.Email).OptIn();
        var first = builder.Build();
        var second = builder.Channels(Channel.Phone).OptOut().Cites(DecisionCode.OptOut, "a law").Build();
        Assert.Equal((1, 2, 0), (first.Parts.Length, second.Parts.Length, first.Citations.Count));
    }

    [Theory]
    [InlineData("Europe/Paris", "2026-08-11", "2026-08-10T22:00:00.000000Z")]
    [InlineData("Europe/Paris", "2026-02-05", "2026-02-04T23:00:00.000000Z")]
    [InlineData("Europe/London", "2026-02-05", "2026-02-05T00:00:00.000000Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00.000000Z")] // the clocks show this midnight twice
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000000Z")] // and this one never
    public void A_date_begins_at_midnight_of_the_jurisdictions_time_zone(string zone, string day, string at)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var law = Jurisdiction.Define("Nowhere", "NW").TimeZone(zone)
            .Rule(ContactRule.OptOut, r => r.From(date)).Rule(ContactRule.Free, r => r.Until(date.AddDays(-1))).Rule(ContactRule.Free, r => r.Until(DateOnly.MaxValue)).Build();
        Assert.Equal([at, null, null], law.Parts.Select(p => p.From?.ToString()));
        Assert.Equal([null, at, null], law.Parts.Select(p => p.Until?.ToString()));
    }

    [Fact]
    public void An_unknown_time_zone_is_told_with_all_else_and_not_again_for_each_date() => Assert.Equal(
        ["The system knows no time zone Europe/Atlantis.", "The code is missing: 2 to 8 letters and digits."],
        Assert.Throws<InvalidJurisdictionException>(Jurisdiction.Define("Nowhere", "").TimeZone("Europe/Atlantis").OptInOnly(p => p.From(new DateOnly(2027, 1, 1))).Build).Errors);

    [Fact]
    public void A_part_has_one_place_also_where_one_before_it_cannot_be_read() => Assert.Equal(
        ["$.parts[0].part: it is missing.", "The code is missing: 2 to 8 letters and digits.", "$.parts[1] (Validity): a number of months lies between 1 and 1200."],
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.FromJson("""{"name":"X","parts":[{},{"part":"validity","months":2000}]}""")).Errors);

    [Fact]
    public void What_could_stand_there_instead_is_told_as_it_would_be_written()
    {
        var errors = Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.FromJson(
            """{"name":"X","code":"XX","parts":[{"part":"list","name":"A","channels":["fax"],"checkHoldsDays":30}]}""")).Errors;
        Assert.Equal("""$.parts[0].checkHoldsDays: an object such as {"default": 30, "phone": 15} is wanted.""", Assert.Single(errors, e => e.Contains("checkHoldsDays", StringComparison.Ordinal)));
        Assert.DoesNotContain("none,", Assert.Single(errors, e => e.Contains("fax", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lists_whose_names_differ_by_case_only_are_an_error() => Assert.StartsWith(
        "The lists RPO and rpo differ by case only", Assert.Single(Assert.Throws<InvalidJurisdictionException>(
            Jurisdiction.Define("X", "XX").List("RPO", l => l.Channels(Channel.Phone)).List("rpo", l => l.Channels(Channel.Paper)).Build).Errors), StringComparison.Ordinal);

    [Fact]
    public void A_source_without_a_mark_is_unverified_in_a_file_and_when_built()
    {
        var built = Jurisdiction.Define("X", "XX").Validity(3, p => p.Cites("a law")).Cites(DecisionCode.Consent, "another").Build();
        Assert.Equal(built, Jurisdiction.FromJson("""{"name":"X","code":"XX","parts":[{"part":"validity","months":3,"source":"a law"}],"citations":{"CONSENT":{"source":"another"}}}"""));
        Assert.Equal(RuleMark.Unverified, built.CitationOf(DecisionCode.Consent).Mark);
    }

    [Fact]
    public void A_date_without_a_time_zone_is_an_error()
    {
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.France.With(it => it.OptInOnly(p => p.From(new DateOnly(2027, 1, 1)))));
        Assert.Throws<InvalidJurisdictionException>(() => Jurisdiction.France.With(it => it.OptInOnly(p => p.Until(new DateOnly(2027, 1, 1)))));
    }

    [Fact]
    public void Numbers_at_their_limits_are_decided_by()
    {
        var law = Jurisdiction.Define("Nowhere", "NW")
            .List("A", l => l.Channels(Channel.Paper).CheckHolds(36_500).Grace(36_500).ContractPasses(36_500).LaterConsentPasses())
            .Rule(ContactRule.OptOut, r => r.Channels(Channel.Paper).WhenCustomerWithin(1_200)).Validity(1_200).Build();
        var given = new Given(law);
        foreach (var at in new[] { Timestamp.MinValue, Minute(1), Timestamp.MaxValue })
        {
            var request = ProcessingRequest.ToContact(Ada, s_paper).With(new RequestFacts { Lists = [new("A", at, at, at)], Contract = new(false, at, at), Sale = new() { At = at, OwnProducts = true, SimilarProducts = true } });
            Assert.NotEqual(DecisionCode.UnknownPurpose, given.Person.Decide(request.At(Timestamp.MaxValue), given.Rules, default).Code);
            Assert.NotEqual(DecisionCode.UnknownPurpose, given.Person.Decide(request.At(Timestamp.MinValue), given.Rules, default).Code);
        }
    }

    [Fact]
    public void Two_jurisdictions_of_one_name_or_code_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConsentRules(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.Italy.TurnOn("double-opt-in")]));
        Assert.Throws<ArgumentException>(() => new ConsentRules(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.Define("Elsewhere", "IT").Build()]));
        Assert.Throws<ArgumentException>(() => new ConsentRules(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.Define("IT", "XX").Build()]));
        Assert.Throws<ArgumentException>(() => new ConsentRules(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.France, Jurisdiction.France]));
        Assert.Single(new ConsentRules(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.Italy]).Jurisdictions);
        Assert.Single(new ConsentRules(null, Jurisdiction.Define("Peru", "Peru").Build()).Jurisdictions);
    }

    [Fact]
    public void A_request_under_a_jurisdiction_that_the_host_has_not_is_a_mistake_and_told_what_there_is()
    {
        var given = new Given(Jurisdiction.Italy);
        var error = Assert.Throws<ArgumentException>(() => given.Decide(ProcessingRequest.ToContact(Ada, s_email).Under("Italy", "France")));
        Assert.Contains("names the jurisdiction France; the rules have Italy", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProcessingRequest.ToContact(Ada, s_email).Under("Italy", " "));
    }

    [Fact]
    public void A_name_and_a_code_mean_the_same()
    {
        var rules = new ConsentRules(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.France]);
        var person = new Given().Gave(1, s_email).Person;
        var request = ProcessingRequest.ToContact(Ada, s_email);
        var named = person.Decide(request.Under("France"), rules, Minute(9));
        Assert.Equal("France", named.Jurisdiction);
        Assert.Equal(named, person.Decide(request.Under("FR"), rules, Minute(9)));
        Assert.Equal(person.Decide(request, rules, Minute(9)), person.Decide(request.Under("IT"), rules, Minute(9)));
        Assert.Equal(["France", "IT"], request.Under("France", "IT").Jurisdictions);
    }

    [Fact]
    public void The_version_of_the_rules_tells_settings_sectors_and_other_jurisdictions_apart()
    {
        ConsentRules[] rules =
        [
            new(null, Jurisdiction.Italy), new(null, Jurisdiction.France), new(null, Jurisdiction.Italy.TurnOn("double-opt-in")), new(null, Jurisdiction.Italy.With(it => it.Version("later"))),
            new(null, Jurisdiction.Italy, sectors: [Sector.Gas]), new(null, Jurisdiction.Italy, sectors: [Sector.Gas, Sector.Other]),
            new(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.France]), new(null, Jurisdiction.France, otherJurisdictions: [Jurisdiction.Italy]),
            new(null, Jurisdiction.Italy, otherJurisdictions: [Jurisdiction.France.TurnOn("post-by-interest")]),
        ];
        Assert.Equal(rules.Length, rules.Select(r => r.Version).Distinct().Count());
        Assert.All(rules, r => Assert.StartsWith("2/", r.Version, StringComparison.Ordinal));
        Assert.Equal(new ConsentRules(null, Jurisdiction.Italy, sectors: [Sector.Gas, Sector.Other]).Version, new ConsentRules(null, Jurisdiction.Italy, sectors: [Sector.Other, Sector.Gas, Sector.Gas]).Version);
    }
}
