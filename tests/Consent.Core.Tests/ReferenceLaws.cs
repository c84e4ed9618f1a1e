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

    [Law]
    public Property Decisions_agree_with_the_reference() => Laws.ForAll(Cases(30), Agrees);

    [Law]
    public Property Decisions_on_long_histories_agree_with_the_reference() => Laws.ForAll(Cases(200), Agrees);

    /// <summary>What the law found: an unknown entry names a path that the taxonomy does not know either, below what is restricted.</summary>
    [Fact]
    public void Storing_under_a_restriction_is_for_review_where_an_unknown_entry_names_the_same_unknown_path()
    {
        var (ada, path) = (ContactId.From("ada"), PurposePath.Parse("marketing.automatic.hologram"));
        var restricted = HistoryGen.Entry(ada, "1", [(Statement.Protective(Purposes.Marketing.Automatic.Group, ConsentFlag.Restriction), TimeGen.Minute(1))], null, 0);
        var history = new History(ContactlabTaxonomy.Instance, [ada], [restricted]);
        var request = ProcessingRequest.ToStore(ada, path).At(TimeGen.Minute(2));

        Assert.True(Agrees(new(history, request, new ConsentRules().Jurisdiction, NoticeCatalog.Empty, false, path)));
        Assert.True(Agrees(new(history, request, new ConsentRules().Jurisdiction, NoticeCatalog.Empty, false, null)));
    }

    private static Gen<Case> Cases(int entries) =>
        from history in HistoryGen.Any(entries)
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from law in RequestGen.Law()
        from notices in RequestGen.Notices()
        from isRestorePending in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from unknown in Gen.Frequency((9, Gen.Constant<PurposePath?>(null)), (1, TaxonomyGen.Path(history.Taxonomy).Select(p => (PurposePath?)p)))
        select new Case(history, request, law, notices, isRestorePending, unknown);

    private static bool Agrees(Case x)
    {
        var rules = new ConsentRules(x.History.Taxonomy, x.Law, x.Notices);
        var entries = x.Unknown is null ? x.History.Entries : x.History.Entries.Add(UnknownEntry(x.History.Contacts[0], x.Unknown));
        var person = x.History.With(entries).Fold();
        var decision = person.Decide(x.Request, rules, TimeGen.Minute(30), x.IsRestorePending);
        var isSameTraced = decision == person.Explain(x.Request, rules, TimeGen.Minute(30), x.IsRestorePending).Decision;
        var expected = Oracle.Decide(
            ToReference.Of(x.History.Entries, x.Unknown is null ? null : [(x.History.Contacts[0].Value, x.Unknown.ToString())]), Taxonomy(x.History.Taxonomy),
            ToReference.Of(x.Law), [.. x.Notices.Notices.Select(ToReference.Of)], ToReference.Of(x.Request), x.IsRestorePending);
        var isSame = (int)expected.Outcome == (int)decision.Outcome
            && string.Equals(expected.Code, DecisionTable.NameOf(decision.Code), StringComparison.Ordinal)
            && expected.Fails.Order(StringComparer.Ordinal).SequenceEqual(decision.Failed.Select(DecisionTable.NameOf).Order(StringComparer.Ordinal))
            && expected.IncludeOptOut == decision.Obligations.HasFlag(Obligations.IncludeOptOut)
            && (decision.Outcome != DecisionOutcome.Deny || x.History.Contacts.Length > 1 || string.Equals(expected.Node, decision.Node?.ToString(), StringComparison.Ordinal));
        return isSame && isSameTraced
            ? true
            : throw new Xunit.Sdk.XunitException($"Core: {decision} [{decision.Failed}] same when traced: {isSameTraced} Reference: {expected.Outcome} {expected.Code} {expected.Node} [{string.Join(",", expected.Fails)}]");
    }

    private static AuditEntry UnknownEntry(ContactId contact, PurposePath node)
    {
        var entry = HistoryGen.Entry(contact, "from-the-future", [(Statement.Protective(node, ConsentFlag.Objection), TimeGen.Minute(1))], null, 1000);
        return entry with { Facts = entry.Facts with { Type = new("invented2030") } };
    }

    private static RefTaxonomy Taxonomy(PurposeTaxonomy taxonomy) => ToReference.Of(taxonomy, taxonomy.Edges.Select(e => (e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)));

    private sealed record Case(History History, ProcessingRequest Request, Jurisdiction Law, NoticeCatalog Notices, bool IsRestorePending, PurposePath? Unknown)
    {
        public override string ToString() => $"{Request} minors {Request.IsAimedAtMinors} noDM {Request.ServesNoDirectMarketing} asOf {Request.AsOf} {Request.Facts.Register} {Law.Name} restore {IsRestorePending} unknown {Unknown}\n"
            + $"{string.Join(" ", Notices.Notices.Select(n => $"{n.Version}@{n.PublishedAt}{(n.IsMaterial ? " material" : "")}"))}\n{History}";
    }
}
