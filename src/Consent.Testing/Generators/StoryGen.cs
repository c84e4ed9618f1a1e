using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates stories in which everything comes together: few ids, few nodes and few instants, so that they collide.</summary>
public static class StoryGen
{
    private const int LastMinute = 12;

    private static readonly PurposePath[] s_paths =
    [
        Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Marketing.Automatic.Group,
        PurposePath.Parse("marketing"), PurposePath.All, PurposePath.Parse("softSpam.email"), PurposePath.Parse("profiling"), PurposePath.Parse("profiling.online"),
        PurposePath.Parse("thirdPartyTransfer.marketing"), PurposePath.Parse("service.orders.email"), PurposePath.Parse("service.orders"), PurposePath.Parse("unheard.of"),
    ];

    private static readonly Evidence[] s_evidence =
    [
        Evidence.WebForm("https://shop.example/form"), Evidence.WebForm("https://shop.example/form"), Evidence.WebForm("https://shop.example/form") with { IsConfirmed = true },
        Evidence.WebForm("https://shop.example/form") with { AwaitsConfirmation = true }, Evidence.SignedPaper("archive 7"),
        new() { ActedBy = ActingParty.Person, Method = "recorded call" }, new() { ActedBy = ActingParty.Guardian, Method = "signed paper", Reference = "archive 8" },
        Evidence.LiftedByController("claim settled", "letter 12"), new() { ActedBy = ActingParty.Controller, Method = "notified", Ground = "claim settled" },
        Evidence.Asserted("customers.jsonl:17"), Evidence.None,
    ];

    /// <summary>A story of up to so many steps of every kind.</summary>
    public static Gen<Story> Any(int maxSteps = 14) =>
        from size in Gen.Choose(1, maxSteps)
        from steps in Step().ListOf(size)
        from again in Gen.Choose(0, int.MaxValue - 1)
        select new Story(WithRepeats([.. steps], again));

    /// <summary>A story of changes only, of one contact by the API's client or by themselves: for laws about what one change does.</summary>
    public static Gen<Story> OfWords(int maxSteps = 10) =>
        from size in Gen.Choose(1, maxSteps)
        from steps in Said(Gen.Constant(Story.Contacts[0])).ListOf(size)
        from again in Gen.Choose(0, int.MaxValue - 1)
        select new Story(WithRepeats([.. steps], again));

    /// <summary>A node, one of few; seldom one that no taxonomy knows.</summary>
    public static Gen<PurposePath> Path() => Gen.Elements(s_paths);

    /// <summary>A minute of a host's clock.</summary>
    public static Gen<int> Minute() => Gen.Choose(0, LastMinute);

    /// <summary>A statement of any kind, by one of few evidences: instants, days, no date, dates ahead and dates that nobody believes.</summary>
    public static Gen<Statement> Statement() =>
        from node in Path()
        from flag in Gen.Frequency((3, Gen.Constant(ConsentFlag.Status)), (1, Gen.Constant(ConsentFlag.Restriction)), (2, Gen.Constant(ConsentFlag.Objection)))
        from isProtective in Gen.Frequency((2, Gen.Constant(true)), (3, Gen.Constant(false)))
        from said in When()
        from isNow in Gen.Frequency((1, Gen.Constant(true)), (2, Gen.Constant(false)))
        from evidence in Gen.Elements(s_evidence)
        from span in Gen.Choose(0, 9)
        from until in Gen.Choose(1, 2 * LastMinute)
        from notice in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("v1", "v2")))
        select isProtective
            ? Consent.Statement.Protective(node, flag, isNow ? null : said, evidence, span < 3 ? TimeGen.Minute(until) : null)
            : flag == ConsentFlag.Status
                ? Consent.Statement.Permissive(node, flag, said, evidence, notice, span == 0 ? TimeGen.Minute(until / 2) : null, span < 2 ? TimeGen.Minute(until + 1) : null)
                : Consent.Statement.Permissive(node, flag, said, evidence);

    private static Gen<Occurrence> When() => Gen.Frequency(
        (16, Minute().Select(m => (Occurrence)TimeGen.Minute(m))),
        (2, Gen.Elements(new DateOnly(2026, 1, 1), new DateOnly(2025, 12, 31), new DateOnly(2025, 12, 30)).Select(Occurrence.On)),
        (1, Gen.Elements<Occurrence>(default, TimeGen.Minute(10_000), Timestamp.FromUnixMicroseconds(1_767_225_600_000))));

    private static Gen<StoryStep> Step() => Gen.Frequency(
        (14, Said(Gen.Elements(Story.Contacts.AsEnumerable()))),
        (4, Read()),
        (4, Linked()),
        (1, from minute in Minute() from contact in AnyContact() from isHeld in Gen.Elements(true, false) select (StoryStep)new StoryStep.Held(minute, contact, isHeld)),
        (2, from minute in Minute() from contact in AnyContact() from keeps in Keeps() from diesAt in DiesAt()
            select (StoryStep)new StoryStep.Erased(minute, contact, keeps) { DiesAt = diesAt }),
        (2, from minute in Minute() from contact in AnyContact() from list in Gen.Elements("a", "b") from isWrong in Gen.Frequency((3, Gen.Constant(false)), (2, Gen.Constant(true)))
            select isWrong ? new StoryStep.Unlisted(minute, contact, list) : (StoryStep)new StoryStep.Closed(minute, contact, list)),
        (2, CameBack()),
        (2, from minute in Minute() from contact in AnyContact() from wrong in ChangeOrLink() select (StoryStep)new StoryStep.Rectified(minute, contact, wrong)));

    /// <summary>Seldom, because whoever carries an erasure on waits a little.</summary>
    private static Gen<int> DiesAt() => Gen.Frequency((7, Gen.Constant(0)), (1, Gen.Choose(1, 8)));

    private static Gen<ErasureKeeps> Keeps() => Gen.Frequency(
        (3, Gen.Constant(ErasureKeeps.Erased)), (2, Gen.Constant(ErasureKeeps.NeverContact)), (1, Gen.Constant(ErasureKeeps.Nothing)));

    /// <summary>The person says all that it takes to be contacted again, as late as it may be said: what opens an id that was closed.</summary>
    private static Gen<StoryStep> CameBack() =>
        from minute in Gen.Choose(LastMinute, LastMinute + 4)
        from contact in AnyContact()
        from id in Change()
        from purpose in Gen.Elements(Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Profiling.Online)
        from isOperator in Gen.Elements(true, false)
        let change = ConsentChange.For(contact).WithId(id).From(ChangeSource.SelfService)
            .GiveAnew(purpose, TimeGen.Minute(minute), Evidence.WebForm("https://shop.example/form") with { IsConfirmed = true }).AcceptNotice("v2", TimeGen.Minute(minute))
        select (StoryStep)new StoryStep.Said(
            minute, isOperator ? change.Because("as asked") : change, isOperator ? Actor.Operator("o") : Actor.ForSelf(contact), ChangePort.OneContact);

    private static Gen<ContactId> AnyContact() => Gen.Elements(Story.Contacts.AsEnumerable());

    private static Gen<ChangeId> Change() => Gen.Choose(0, 12).Select(n => ChangeId.From($"c{n}"));

    private static Gen<ChangeId> ChangeOrLink() => Gen.OneOf(Change(), Gen.Choose(0, 12).Select(n => ChangeId.From($"l{n}")));

    private static Gen<StoryStep> Said(Gen<ContactId> contacts) =>
        from minute in Minute()
        from contact in contacts
        from id in Change()
        from statements in Statement().ListOf().Resize(3)
        from accepts in Gen.Frequency((2, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
        from acceptedAt in Minute()
        from source in Gen.Elements(ChangeSource.SelfService, ChangeSource.SelfService, ChangeSource.UserInterface, ChangeSource.Api, ChangeSource.Import, ChangeSource.System)
        from who in Gen.Choose(0, 9)
        from hasReason in Gen.Elements(true, true, false)
        from asked in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from link in Link()
        let change = statements.Aggregate(ConsentChange.For(contact).WithId(id).From(source), (all, statement) => all.Say(statement))
        let withNotice = accepts == 0 ? change : change.AcceptNotice($"v{accepts}", TimeGen.Minute(acceptedAt))
        let withAsking = asked ? withNotice.Asked(Purposes.Marketing.Automatic.Email, TimeGen.Minute(acceptedAt)) : withNotice
        select (StoryStep)new StoryStep.Said(
            minute, hasReason ? withAsking.Because("as asked") : withAsking,
            who switch { 0 => Actor.ContactByLink(contact, link), < 4 => Actor.ForSelf(contact), < 6 => Actor.Operator("o"), 9 => Actor.System("s"), _ => Actor.ApiClient("crm") },
            who is 7 or 8 && source is ChangeSource.Api or ChangeSource.Import ? ChangePort.Bulk : ChangePort.OneContact);

    /// <summary>A link that was sent to the contact, for nodes that stories speak of.</summary>
    private static Gen<PersonalLink> Link() =>
        from kind in Gen.Choose(0, 4)
        from minute in Minute()
        from node in Path()
        let madeAt = TimeGen.Minute(minute)
        select kind switch
        {
            0 => PersonalLink.Unsubscribe(madeAt, node),
            1 or 2 => PersonalLink.DoubleOptIn(madeAt, node, Purposes.Marketing.Automatic.Email),
            _ => PersonalLink.Preferences(madeAt, mayGive: kind == 4),
        };

    private static Gen<StoryStep> Read() =>
        from minute in Minute()
        from contact in AnyContact()
        from source in Gen.Elements("crm", "shop")
        from asOf in Minute()
        from said in (from node in Path() from flag in Gen.Elements(ConsentFlag.Status, ConsentFlag.Status, ConsentFlag.Objection) from value in Gen.Elements(FlagValue.Active, FlagValue.Inactive) select (node, flag, value)).ListOf().Resize(3)
        from accepts in Gen.Elements<NoticeAcceptance?>(null, new("v1", TimeGen.Minute(2)), new("v2", TimeGen.Minute(5)))
        select (StoryStep)new StoryStep.Read(minute, new ConsentDocument(
            contact, source, TimeGen.Minute(asOf), said.Aggregate(NodeFlags.Empty, (flags, s) => flags.With(s.node, s.flag, s.value)), accepts));

    private static Gen<StoryStep> Linked() =>
        from minute in Minute()
        from one in Gen.Choose(0, 2)
        from step in Gen.Choose(1, 2)
        from at in Minute()
        from id in Gen.Choose(0, 12)
        from isLinked in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from who in Gen.Choose(0, 2)
        select (StoryStep)new StoryStep.Linked(
            minute,
            new ContactLink(Story.Contacts[one], Story.Contacts[(one + step) % 3], TimeGen.Minute(at), ChangeId.From($"l{id}"), isLinked) { Reason = who == 0 ? null : "one person" },
            who switch { 0 => Actor.ApiClient("crm"), 1 => Actor.Operator("o"), _ => Actor.PrivacyManager("p") });

    /// <summary>Retries: some changes come once more, later, with another clock.</summary>
    private static ImmutableArray<StoryStep> WithRepeats(ImmutableArray<StoryStep> steps, int seed)
    {
        var random = new System.Random(seed);
        var all = steps.ToBuilder();
        foreach (var step in steps.OfType<StoryStep.Said>().Where(_ => random.Next(4) == 0))
        {
            all.Insert(random.Next(all.IndexOf(step), all.Count) + 1, step with { Minute = random.Next(LastMinute + 1) });
        }

        return all.ToImmutable();
    }
}
