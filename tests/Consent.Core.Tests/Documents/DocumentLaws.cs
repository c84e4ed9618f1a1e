using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>Documents of two sources, old files between, and what the person says themselves: few flags and few minutes, so that they collide.</summary>
public class DocumentLaws
{
    private const int Now = 20;

    private static readonly PurposePath[] s_nodes = [Nights.Email, Nights.Phone, PurposePath.Parse("marketing"), PurposePath.Parse("marketing.unheardOf")];

    [Law]
    public Property A_second_night_changes_nothing_whatever_came_between() => Laws.ForAll(
        from before in AnyStep().ListOf().Resize(8)
        from document in Document("crm")
        from between in AnyStep().ListOf().Resize(8)
        from later in Gen.Choose(0, 5)
        select (before, document, between, later),
        x =>
        {
            var nights = new Nights(new Given());
            var asOf = x.document.Record.AsOf;
            Play(nights, x.before, d => d.Record.Source != "crm" || d.Record.AsOf <= asOf);
            nights.Merge(x.document, Now);

            // The run over its file ended well: without that date, an old file that comes between would seem to be news.
            (nights.WholeFileSource, nights.WholeFileAsOf) = ("crm", asOf);
            Play(nights, x.between, d => d.Record.Source != "crm" || d.Record.AsOf < asOf);
            return ChangesNothing(nights, Again(x.document, x.later));
        });

    [Law]
    public Property The_same_file_again_changes_nothing_however_old_it_is() => Laws.ForAll(
        from before in AnyStep().ListOf().Resize(8)
        from document in Document("crm")
        from between in AnyStep().ListOf().Resize(8)
        select (before, document, between),
        x =>
        {
            var nights = new Nights(new Given());
            Play(nights, x.before, _ => true);
            nights.Merge(x.document, Now);
            Play(nights, x.between, d => d.Record.Source != "crm");
            return ChangesNothing(nights, x.document);
        });

    [Law]
    public Property A_first_no_is_stated_whatever_is_on_record_and_however_old_it_is() => Laws.ForAll(
        from before in AnyStep().ListOf().Resize(8)
        from document in Document("third")
        select (before, document),
        x =>
        {
            var nights = new Nights(new Given());
            Play(nights, x.before, _ => true);
            nights.WholeFileAsOf = Given.Minute(Now);

            var stated = x.document.Against(nights.Given.Contact, nights.WholeFileAsOf).SelectMany(c => c.Statements).Where(s => s.IsProtective).Select(s => (s.Node, s.Flag)).ToHashSet();

            return Noes(x.document).All(n => stated.Contains(n) || nights.Given.Contact.Find(n.Node, n.Flag)?.LatestProtective == x.document.Record.AsOf);
        });

    [Law]
    public Property An_older_document_gives_no_yes_and_leaves_the_memory_as_it_is() => Laws.ForAll(
        from before in AnyStep().ListOf().Resize(8)
        from newer in Document("crm")
        from older in Document("crm")
        select (before, newer, older),
        x =>
        {
            var nights = new Nights(new Given());
            Play(nights, x.before, _ => true);
            nights.Merge(x.newer, Now);
            var known = nights.Given.Contact.Sources.GetValueOrDefault("crm");
            var changes = x.older.Against(nights.Given.Contact);
            bool IsOlder(PurposePath node, ConsentFlag flag) => x.older.Record.AsOf < known?.Find(node, flag)?.AsOf;
            nights.Merge(x.older, Now);

            return changes.SelectMany(c => c.Statements).All(s => s.IsProtective || !IsOlder(s.Node, s.Flag))
                && (known?.Flags.All(f => !IsOlder(f.Node, f.Flag) || nights.Given.Contact.Sources["crm"].Find(f.Node, f.Flag) == f) ?? true);
        });

    [Law]
    public Property What_a_fold_of_the_entries_remembers_is_what_the_record_remembers() => Laws.ForAll(
        from steps in AnyStep().ListOf().Resize(12)
        select steps,
        steps =>
        {
            var nights = new Nights(new Given());
            Play(nights, steps, _ => true);
            var folded = PersonConsents.Fold([Given.Ada], nights.Given.Rules.Taxonomy, nights.Given.Entries)[Given.Ada];
            var read = ContactSnapshot.Read(Given.Ada, nights.Given.Rules.Taxonomy, ContactSnapshot.ToBytes(nights.Given.Contact));

            return folded.Sources.Values.SequenceEqual(nights.Given.Contact.Sources.Values) && read.Sources.Values.SequenceEqual(folded.Sources.Values);
        });

    [Law]
    public Property What_two_copies_remember_together_does_not_depend_on_which_is_asked() => Laws.ForAll(
        from one in AnyStep().ListOf().Resize(8)
        from other in AnyStep().ListOf().Resize(8)
        select (one, other),
        x =>
        {
            var (mine, theirs) = (new Nights(new Given()), new Nights(new Given()));
            Play(mine, x.one, _ => true);
            Play(theirs, x.other, _ => true);
            var (a, b) = (mine.Given.Contact, theirs.Given.Contact);

            return a.Join(b).Sources.Values.SequenceEqual(b.Join(a).Sources.Values) && a.Join(a).Sources.Values.SequenceEqual(a.Sources.Values);
        });

    /// <summary>
    /// Nothing is recorded; or, once, a no that was left out because another source had said the very same, and that stands behind a later one now: it changes no flag.
    /// </summary>
    private static bool ChangesNothing(Nights nights, ConsentDocument document)
    {
        var (entries, record) = (nights.Given.Entries.Count, nights.Given.Contact);
        nights.Merge(document, Now);
        if (entries == nights.Given.Entries.Count)
        {
            return true;
        }

        entries = nights.Given.Entries.Count;
        nights.Merge(document, Now);
        return record.SaysTheSameAs(nights.Given.Contact) && entries == nights.Given.Entries.Count;
    }

    private static void Play(Nights nights, IEnumerable<Step> steps, Func<ConsentDocument, bool> isPlayed)
    {
        foreach (var step in steps)
        {
            if (step.Own is { } own)
            {
                nights.Given.At(Now, own);
            }
            else if (isPlayed(step.Document!))
            {
                nights.Merge(step.Document!, Now);
            }
        }
    }

    private static ConsentDocument Again(ConsentDocument document, int minutesLater) =>
        new(document.Contact, document.Record.Source, document.Record.AsOf.Plus(TimeSpan.FromMinutes(minutesLater)), document.Record.Flags, document.Acceptance, "again")
        {
            IsAcceptanceUndated = document.IsAcceptanceUndated,
            FalseMeans = document.FalseMeans,
        };

    private static IEnumerable<(PurposePath Node, ConsentFlag Flag)> Noes(ConsentDocument document) =>
        from node in document.Record.Flags.Nodes
        from flag in Enum.GetValues<ConsentFlag>()
        let value = document.Record.Flags[node, flag]
        where value != FlagValue.Unset && (value == FlagValue.Active) == (flag != ConsentFlag.Status) && !(flag == ConsentFlag.Status && document.FalseMeans == FalseMeans.NotAsked)
        select (node, flag);

    private static Gen<Step> AnyStep() => Gen.OneOf(Own().Select(own => new Step(own, null)), Gen.Elements("crm", "shop").SelectMany(Document).Select(document => new Step(null, document)));

    private static Gen<ConsentChange> Own() =>
        from node in Gen.Elements(s_nodes)
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from isActive in Gen.Elements(true, false)
        from minute in Gen.Choose(0, 15)
        let change = Given.Change()
        select isActive == (flag != ConsentFlag.Status)
            ? change.Say(Statement.Protective(node, flag, Given.Minute(minute)))
            : change.AcceptNotice("v1", Given.Minute(minute)).Say(Statement.Permissive(node, flag, Given.Minute(minute), Given.Form));

    private static Gen<ConsentDocument> Document(string source) =>
        from said in Gen.Elements(s_nodes).Zip(Gen.Elements(Enum.GetValues<ConsentFlag>())).Zip(Gen.Elements(FlagValue.Active, FlagValue.Inactive)).ListOf().Resize(5)
        from asOf in Gen.Choose(0, 15)
        from acceptedAt in Gen.Choose(0, 15)
        from version in Gen.Elements("v1", "v2", null)
        from isUndated in Gen.Elements(true, false, false)
        from falseMeans in Gen.Elements(FalseMeans.No, FalseMeans.No, FalseMeans.NotAsked)
        select new ConsentDocument(
            Given.Ada,
            source,
            Given.Minute(asOf),
            said.Aggregate(NodeFlags.Empty, (flags, s) => flags.With(s.Item1.Item1, s.Item1.Item2, s.Item2)),
            version is null ? null : new(version, Given.Minute(isUndated ? asOf : acceptedAt)),
            $"{source}:{asOf}")
        {
            IsAcceptanceUndated = version is not null && isUndated,
            FalseMeans = falseMeans,
        };

    /// <summary>What the person says, or a document.</summary>
    private sealed record Step(ConsentChange? Own, ConsentDocument? Document)
    {
        public override string ToString() => Own is null ? $"{Document!.Record.Source} {Document}" : $"own {Own.Statements[0]}";
    }
}
