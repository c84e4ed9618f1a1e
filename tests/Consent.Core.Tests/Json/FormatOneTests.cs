using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Consent.Testing;

namespace Consent.Core.Tests.Json;

/// <summary>What format 1.0 looks like, for ever: the files of <c>v1</c> never change. A later minor version writes more, and reads these.</summary>
public class FormatOneTests
{
    private static readonly JsonSerializerOptions s_pretty = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly ContactId s_ada = ContactId.From("customer-17");
    private static readonly ConsentRules s_rules = new(ContactlabTaxonomy.Instance, Jurisdiction.Italy, new NoticeCatalog([new Notice("v2", TimeGen.Minute(0))]), sectors: [Sector.Other]);

    private static readonly ConsentChange s_said = ConsentChange.For(s_ada).WithId(ChangeId.From("request-7")).From(ChangeSource.SelfService).Because("as asked")
        .AcceptNotice("v2", TimeGen.Minute(1), "it", Sha256Digest.OfText("testo"))
        .Give(Purposes.Marketing.Automatic.Email, TimeGen.Minute(1), Evidence.WebForm("https://shop.example/sign-up", Sha256Digest.OfText("text")).With("ip", "192.0.2.1"), "v2", TimeGen.Minute(2), TimeGen.Minute(500_000))
        .Withdraw(Purposes.Marketing.Traditional.Phone, Occurrence.On(new DateOnly(2025, 12, 24)))
        .Pause(Purposes.Marketing.Group, TimeGen.Minute(90_000), Evidence.RecordedCall("tape 9"))
        .RetractObjection(Purposes.Profiling.Online, TimeGen.Minute(3), Evidence.SignedPaper("archive 4") with { IsConfirmed = true })
        .Restrict(PurposePath.All)
        .LiftRestriction(PurposePath.All, TimeGen.Minute(4), Evidence.LiftedByController("claim settled", "letter 12"))
        .Asked(Purposes.Marketing.Automatic.Sms, TimeGen.Minute(5), Evidence.Asserted("app"))
        .ReadFrom(new SourceDocument("crm", TimeGen.Minute(6), NodeFlags.Empty.With(Purposes.Marketing.Automatic.Sms, ConsentFlag.Status, FlagValue.Inactive).With(Purposes.Marketing.Automatic.Email, ConsentFlag.Objection, FlagValue.Active))
        {
            AcceptedAt = TimeGen.Minute(1),
            NotAsked = [Purposes.Marketing.Automatic.Sms],
        });

    private static readonly ConsentChange s_change = s_said.Because(new string('b', 1025)).Expecting(new(new(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), 3) { Others = 5 });

    private static readonly ConsentDecision s_decision = new()
    {
        Outcome = DecisionOutcome.Permit,
        Code = DecisionCode.SoftSpam,
        Node = Purposes.SoftSpam.Email,
        Article = "Codice 130(4)",
        Jurisdiction = "Italy",
        List = "RPO",
        Failed = DecisionCodeSet.Empty.With(DecisionCode.ConsentNeverAsked).With(DecisionCode.NoticeMissing),
        Gap = SoftSpamGap.Sale,
        Obligations = Obligations.IncludeOptOut | Obligations.NameSender,
        ReliedOn = ChangeId.From("c1"),
        AlsoReliedOn = ChangeId.From("c2"),
        RectifiedBy = ChangeId.From("c3"),
        Ground = "case 7",
        HoldsUntil = TimeGen.Minute(90),
        RulesVersion = "2/Italy/b9925e49",
        TaxonomyVersion = "contactlab-1/c367cf1a",
    };

    private static readonly DecisionTrace s_trace = new(s_decision, [new(DecisionTable.Rules.Single(r => r.Row == DecisionRow.Objection), "Passed", null, Purposes.Marketing.Group, "GDPR 21(2)"), new(DecisionTable.Rules.Single(r => r.Row == DecisionRow.SoftSpam), "Permit", DecisionCode.SoftSpam, null, "Codice 130(4)")]);

    private static readonly ProcessingRequest s_request = ProcessingRequest.ToContact(s_ada, Purposes.SoftSpam.Email).At(ContactPoint.Email("ada@shop.example")).At(TimeGen.Minute(30)).Under("Italy", "FR").AimedAtMinors().With(new RequestFacts
    {
        Sale = new() { Reference = "order 7", At = TimeGen.Minute(1), AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = false, Kind = SaleKind.Paid },
        Lists = [new("RPO", TimeGen.Minute(1), TimeGen.Minute(0), TimeGen.Minute(2))],
        Contract = new(true, null, TimeGen.Minute(1), true),
        Interest = new("LIA-7", TimeGen.Minute(0)),
        AddressSource = AddressSource.Person,
        Directory = DirectoryEntry.Listed,
        Subscriber = SubscriberKind.SoleTrader,
        Sector = Sector.Gas,
        ConcernsTheirTrade = true,
        HasBusinessRelation = false,
        Age = 41,
        BornOn = new(1984, 2, 29),
        LastActivityAt = TimeGen.Minute(2),
        CompellingGrounds = "grounds",
        LegalObligation = "art. 2220 c.c.",
    });

    private static readonly AppliedChange s_applied = ContactConsents.Empty(s_ada, s_rules.Taxonomy).Apply(s_said, s_rules, new(TimeGen.Minute(10), Actor.ForSelf(s_ada), ChangePort.OneContact, new(1, 2, 3, new byte[8])));

    public static TheoryData<string> Documents => ["change", "request", "result", "entry", "record", "decision", "trace", "preferences"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_is_written_as_it_was(string name) => Assert.Equal(OfAnyRules(Golden(name)), OfAnyRules(Pretty(Written(name))));

    [Fact]
    public void What_was_written_is_read()
    {
        Assert.Equal(s_change.ContentDigest(), Read<ConsentChange>("change").ContentDigest());
        Assert.True(ReceivedChange.Read(Encoding.UTF8.GetBytes(Golden("change"))).IsWhole);
        Assert.Equal(s_request, Read<ProcessingRequest>("request"));
        Assert.Equal(s_applied.Result, Read<ChangeResult>("result"));
        var entry = Read<AuditEntry>("entry");
        Assert.Equal(s_applied.Entry! with { Facts = s_applied.Entry.Facts with { RulesVersion = entry.Facts.RulesVersion, TaxonomyVersion = entry.Facts.TaxonomyVersion } }, entry);
        Assert.Equal(s_decision, Read<ConsentDecision>("decision"));
        Assert.Equal(s_trace.Steps, Read<DecisionTrace>("trace").Steps);
        Assert.Equal(Preferences().Purposes.Select(p => (p.Purpose, p.Said, p.Decision.Code)), Read<ConsentPreferences>("preferences").Purposes.Select(p => (p.Purpose, p.Said, p.Decision.Code)));
    }

    private static string Written(string name) => name switch
    {
        "change" => Options.Write(s_change),
        "request" => Options.Write(s_request),
        "result" => Options.Write(s_applied.Result),
        "entry" => Options.Write(s_applied.Entry),
        "record" => Options.Write(Record()),
        "decision" => Options.Write(s_decision),
        "trace" => Options.Write(s_trace),
        _ => Options.Write(Preferences()),
    };

    private static ContactConsents Record() => s_applied.After[s_ada];

    private static ConsentPreferences Preferences() => ConsentPreferences.Of(s_applied.After, s_ada, s_rules, TimeGen.Minute(30), Purposes.Marketing.Automatic.Group);

    private static T Read<T>(string name) => Options.Read<T>(Golden(name));

    private static string Golden(string name)
    {
        using var reader = new StreamReader(typeof(FormatOneTests).Assembly.GetManifestResourceStream($"v1/{name}.json")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Which rules and purposes there are is another matter.</summary>
    private static string OfAnyRules(string json) => Regex.Replace(json, "\"(?<name>rules|taxonomy)\": \"[^\"]*\"", "\"${name}\": \"?\"");

    private static string Pretty(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, s_pretty) + "\n";
    }
}
