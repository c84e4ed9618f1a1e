using System.Collections.Immutable;
using Consent.Reference;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>Core against the naive oracle that was written straight from the rules and shares no code with it.</summary>
public class ReferenceLaws
{
    [Law]
    public Property Folds_agree_with_the_reference() => Laws.ForAll(HistoryGen.Any(60), history =>
    {
        var person = history.Fold();
        var reference = ToReference.Of(history.Entries);
        var taxonomy = Taxonomy(history.Taxonomy);
        return history.Contacts.All(id =>
        {
            var expected = Oracle.Fold(reference, taxonomy, id.Value);
            var actual = person[id].Flags.ToList();
            return actual.Count == expected.Entries.Count && actual.All(f => expected.Get(f.Node.ToString(), (RefFlag)f.Flag) is var e
                && (int)e.Value == (int)f.Value
                && string.Equals(e.InForce!.ChangeId, f.InForce.Origin.Change.Value, StringComparison.Ordinal)
                && e.InForce.Position == f.InForce.Position
                && e.LatestProtective == f.LatestProtective?.UnixMicroseconds
                && e.GiveOnRecord == f.WasGiven);
        });
    });

    [ReferenceLaw]
    public Property Decisions_agree_with_the_reference() => Laws.ForAll(Cases(30), Agrees);

    [Law]
    public Property Decisions_on_long_histories_agree_with_the_reference() => Laws.ForAll(Cases(200), Agrees);

    [Fact]
    public void The_cases_reach_every_code_and_both_sides()
    {
        // Erasures, altered records, waiting and dated consents are not part of these histories.
        DecisionCode[] apart =
        [
            DecisionCode.ErasureInProgress, DecisionCode.RecordAltered, DecisionCode.Suppressed, DecisionCode.Erased, DecisionCode.PendingConfirmation, DecisionCode.ConsentNotYet,
            DecisionCode.ConsentExpired,
        ];
        var missing = Enum.GetValues<DecisionCode>().Except(apart).ToHashSet();
        var (drawn, permits, permitsOfTwo) = (0, 0, 0);
        for (; (drawn < 4_000 || missing.Count > 0) && drawn < 40_000; drawn += 500)
        {
            foreach (var x in Cases(30).Sample(500, new Rnd((ulong)drawn + 1, 0x9E3779B97F4A7C15), 30))
            {
                var decision = x.Person.Decide(x.Request, x.Rules, TimeGen.Minute(30), x.IsRestorePending);
                missing.Remove(decision.Code);
                missing.ExceptWith(decision.Failed);
                permits += decision.IsPermitted ? 1 : 0;
                permitsOfTwo += decision.IsPermitted && x.Second is not null ? 1 : 0;
            }
        }

        Assert.Equal([], missing);
        Assert.InRange(permits, drawn / 40, drawn * 3 / 4);
        Assert.InRange(permitsOfTwo, drawn / 400, drawn / 2);
    }

    /// <summary>What the law found: an unknown entry names a path that the taxonomy does not know either, below what is restricted.</summary>
    [Fact]
    public void Storing_under_a_restriction_is_for_review_where_an_unknown_entry_names_the_same_unknown_path()
    {
        var (ada, path) = (ContactId.From("ada"), PurposePath.Parse("marketing.automatic.hologram"));
        var restricted = HistoryGen.Entry(ada, "1", [(Statement.Protective(Purposes.Marketing.Automatic.Group, ConsentFlag.Restriction), TimeGen.Minute(1))], null, 0);
        var history = new History(ContactlabTaxonomy.Instance, [ada], [restricted]);
        var request = ProcessingRequest.ToStore(ada, path).At(TimeGen.Minute(2));

        Assert.True(Agrees(new(history, request, new ConsentRules().Jurisdiction, null, [], NoticeCatalog.Empty, false, path)));
        Assert.True(Agrees(new(history, request, new ConsentRules().Jurisdiction, null, [], NoticeCatalog.Empty, false, null)));
    }

    /// <summary>Whatever may be asked, and questions that laws of all countries have much to say about.</summary>
    private static Gen<Case> Cases(int entries) => Gen.Frequency((2, Anything(entries)), (1, LawQuestion.Any().Select(Case.Of)));

    private static Gen<Case> Anything(int entries) =>
        from history in HistoryGen.Any(entries)
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from law in RequestGen.Law()
        from second in Gen.Frequency((4, Gen.Constant<Jurisdiction?>(null)), (1, JurisdictionGen.Preset().Select(j => (Jurisdiction?)j)))
        from sectors in JurisdictionGen.Sectors()
        from notices in RequestGen.Notices()
        from isRestorePending in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from unknown in Gen.Frequency((9, Gen.Constant<PurposePath?>(null)), (1, TaxonomyGen.Path(history.Taxonomy).Select(p => (PurposePath?)p)))
        select new Case(history, second is null || second.Name == law.Name ? request : request.Under(law.Name, second.Code), law, second is null || second.Name == law.Name ? null : second, sectors, notices, isRestorePending, unknown);

    private static bool Agrees(Case x)
    {
        var rules = x.Rules;
        var person = x.Person;
        var decision = person.Decide(x.Request, rules, TimeGen.Minute(30), x.IsRestorePending);
        var isSameTraced = decision == person.Explain(x.Request, rules, TimeGen.Minute(30), x.IsRestorePending).Decision;
        var expected = Oracle.Decide(
            ToReference.Of(x.History.Entries, x.Unknown is null ? null : [(x.History.Contacts[0].Value, x.Unknown.ToString())]), Taxonomy(x.History.Taxonomy),
            [ToReference.Of(x.Law), .. x.Second is null ? [] : new[] { ToReference.Of(x.Second) }], [.. x.Notices.Notices.Select(ToReference.Of)], ToReference.Of(x.Request, rules),
            x.IsRestorePending);
        var isSame = (int)expected.Outcome == (int)decision.Outcome
            && string.Equals(expected.MainReason, DecisionTable.NameOf(decision.Code), StringComparison.Ordinal)
            && expected.Fails.Order(StringComparer.Ordinal).SequenceEqual(decision.Failed.Select(DecisionTable.NameOf).Order(StringComparer.Ordinal))
            && (decision.Outcome != DecisionOutcome.Permit || expected.Obligations.SetEquals(ObligationCodes.Of(decision.Obligations)))
            && string.Equals(expected.Jurisdiction, decision.Jurisdiction, StringComparison.Ordinal)
            && string.Equals(expected.List, decision.List, StringComparison.Ordinal)
            && (!decision.Failed.Contains(DecisionCode.SoftSpamCondition) || string.Equals(expected.Gap, decision.Gap.ToString(), StringComparison.Ordinal))
            && (decision.Outcome != DecisionOutcome.Deny || x.History.Contacts.Length > 1 || string.Equals(expected.Node, decision.Node?.ToString(), StringComparison.Ordinal));
        return isSame && isSameTraced
            ? true
            : throw new Xunit.Sdk.XunitException($"Core: {decision} [{decision.Failed}] same when traced: {isSameTraced} Reference: {expected.Outcome} {expected.MainReason} {expected.Node} {expected.List} {expected.Gap}/{decision.Gap} {expected.Jurisdiction}/{decision.Jurisdiction} obliges {string.Join(",", expected.Obligations)}/{decision.Obligations} [{string.Join(",", expected.Fails)}]");
    }

    private static AuditEntry UnknownEntry(ContactId contact, PurposePath node)
    {
        var entry = HistoryGen.Entry(contact, "from-the-future", [(Statement.Protective(node, ConsentFlag.Objection), TimeGen.Minute(1))], null, 1000);
        return entry with { Facts = entry.Facts with { Type = new("invented2030") } };
    }

    private static RefTaxonomy Taxonomy(PurposeTaxonomy taxonomy) => ToReference.Of(taxonomy, taxonomy.Edges.Select(e => (e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)));

    private static string Flat(Jurisdiction law) => string.Join(' ', law.ToJson().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Facts(RequestFacts f) =>
        $"lists [{string.Join("; ", f.Lists.Select(l => $"{l.List} checked {l.CheckedAt} enrolled {l.EnrolledAt} renewed {l.RenewedAt}"))}] contract {f.Contract} interest {f.Interest} address {f.AddressSource} {f.Directory} {f.Subscriber} {f.Sector} "
        + $"trade {f.ConcernsTheirTrade} relation {f.HasBusinessRelation} age {f.Age} born {f.BornOn} died {f.HasDied} active {f.LastActivityAt} grounds {f.CompellingGrounds} sale {f.Sale?.Reference} {f.Sale?.At} {f.Sale?.Kind} {f.Sale?.AddressGiven} {f.Sale?.Informed} {f.Sale?.OwnProducts} {f.Sale?.SimilarProducts}";

    private sealed record Case(History History, ProcessingRequest Request, Jurisdiction Law, Jurisdiction? Second, ImmutableArray<Sector> Sectors, NoticeCatalog Notices, bool IsRestorePending, PurposePath? Unknown)
    {
        public static Case Of(LawQuestion x) => new(x.History, x.Laws.Length == 1 ? x.Request : x.Request.Under([.. x.Laws.Select(l => l.Code)]), x.Laws[0], x.Laws.ElementAtOrDefault(1), x.Sectors, x.Notices, false, null);

        public PersonConsents Person => History.With(Unknown is null ? History.Entries : History.Entries.Add(UnknownEntry(History.Contacts[0], Unknown))).Fold();

        public ConsentRules Rules => new(History.Taxonomy, Law, Notices, otherJurisdictions: Second is null ? [] : [Second], sectors: Sectors);

        public override string ToString() => $"{Request} minors {Request.IsAimedAtMinors} noDM {Request.ServesNoDirectMarketing} asOf {Request.AsOf} {Facts(Request.Facts)} sectors {string.Join(",", Sectors)} {Flat(Law)} {(Second is null ? "" : Flat(Second))} restore {IsRestorePending} unknown {Unknown}\n"
            + $"{string.Join(" ", Notices.Notices.Select(n => $"{n.Version}@{n.PublishedAt}{(n.IsMaterial ? " material" : "")}"))}\n{History}";
    }
}
