using Consent.Reference;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Stories;

/// <summary>The rules, read from their page by the reference, against Core: on stories in which everything comes together.</summary>
public class StoryLaws
{
    private static readonly NoticeCatalog s_notices = new([new("v1", TimeGen.Minute(-100)), new("v2", TimeGen.Minute(6)) { IsMaterial = true }]);

    private static readonly ConsentRules[] s_rules =
    [
        new(null, Jurisdiction.EuropeanUnion, s_notices),
        new(TaxonomyGen.Serving, Jurisdiction.Italy.With(law => law.DoubleOptIn(new() { Since = TimeGen.Minute(5), EndsAfter = TimeSpan.FromMinutes(4) })), s_notices),
    ];

    [StoryLaw]
    public Property What_a_change_does_and_what_is_told_of_it_agree_with_the_reference() => Laws.ForAll(Cases(), Smaller, x =>
    {
        var taxonomy = Taxonomy(x.Rules);
        new StoryRun(x.Rules)
        {
            Applied = (said, before, applied) =>
            {
                var recording = ApplyGen.At(said.Now, said.Port, said.Actor);
                var expected = Oracle.Apply(before, taxonomy, ToReference.Rules(x.Rules), ToReference.Of(said.Change), ToReference.Of(recording));
                Assert.Equal(ToldByReference(expected), ToldByCore(applied));
            },
        }.Live(x.Story);
        return true;
    });

    [StoryLaw]
    public Property What_is_kept_is_what_the_reference_folds_the_log_to() => Laws.ForAll(Cases(), Smaller, x =>
    {
        var run = new StoryRun(x.Rules).Live(x.Story);
        var taxonomy = Taxonomy(x.Rules);
        var history = run.ToReference();
        foreach (var id in Story.Contacts)
        {
            Assert.Equal(FoldedByReference(Oracle.Fold(history, taxonomy, id.Value)), FoldedByCore(run.Person[id]));
        }

        return true;
    });

    [StoryLaw]
    public Property Decisions_agree_with_the_reference() => Laws.ForAll(
        from x in Cases()
        from request in RequestGen.Any(Story.Contacts[0], x.Rules.Taxonomy)
        from minute in Gen.Choose(0, 30)
        select x with { Request = request.At(TimeGen.Minute(minute)) },
        Smaller,
        x =>
        {
            var run = new StoryRun(x.Rules).Live(x.Story);
            var decision = run.Person.Decide(x.Request, x.Rules, default);
            var expected = Oracle.Decide(
                run.ToReference(), Taxonomy(x.Rules), [ToReference.Of(x.Rules.Jurisdiction)], [.. x.Rules.Notices.Notices.Select(ToReference.Of)], ToReference.Of(x.Request, x.Rules));
            Assert.Equal(
                $"{expected.Outcome} {expected.MainReason} [{string.Join(",", expected.Fails.Order(StringComparer.Ordinal))}]",
                $"{decision.Outcome} {DecisionTable.NameOf(decision.Code)} [{string.Join(",", decision.Failed.Select(DecisionTable.NameOf).Order(StringComparer.Ordinal))}]");
            return true;
        });

    [StoryLaw]
    public Property What_waits_for_confirmation_changes_nothing() => Laws.ForAll(
        from x in Cases()
        from minute in Gen.Choose(0, 30)
        select (x.Rules, x.Story, Minute: minute),
        x => x.Story.Smaller().Select(story => (x.Rules, story, x.Minute)),
        x =>
        {
            var log = new StoryRun(x.Rules).Live(x.Story).Log;
            var without = PersonConsents.Fold(Story.Contacts, x.Rules.Taxonomy, log.Select(WithoutPending));
            var with = PersonConsents.Fold(Story.Contacts, x.Rules.Taxonomy, log);
            foreach (var id in Story.Contacts)
            {
                Assert.Equal(without[id].Flags, with[id].Flags);
                Assert.Equal(without[id].Acceptances, with[id].Acceptances);
                foreach (var purpose in x.Rules.Taxonomy.Nodes.Where(n => !n.IsGroup))
                {
                    var request = (purpose.Operation == Operation.Profiling ? ProcessingRequest.ToProfile(id, purpose.Path) : ProcessingRequest.ToContact(id, purpose.Path)).At(TimeGen.Minute(x.Minute));
                    var (a, b) = (without.Decide(request, x.Rules, default), with.Decide(request, x.Rules, default));
                    Assert.Equal(a.Outcome, b.Outcome);
                    Assert.True(a.Code == b.Code || (b.Code == DecisionCode.PendingConfirmation && a.Outcome == DecisionOutcome.NoBasis), $"{a} {b}");
                }
            }

            return true;
        });

    [StoryLaw]
    public Property As_known_up_to_an_entry_the_past_says_what_was_answered_then() => Laws.ForAll(Cases(), Smaller, x =>
    {
        var run = new StoryRun(x.Rules);
        var known = new List<(int Size, PersonConsents Person)>();
        foreach (var step in x.Story.Steps)
        {
            run.Live(step);
            known.Add((run.Log.Count, run.Person));
        }

        foreach (var (size, person) in known)
        {
            Assert.True(FoldLaws.SameRecords(person, PersonConsents.Fold(Story.Contacts, x.Rules.Taxonomy, run.Log.Take(size))));
        }

        return true;
    });

    /// <summary>The entry without what waits. Places stay: what is left out is said of a path that nobody asks about.</summary>
    private static AuditEntry WithoutPending(AuditEntry entry) => entry with
    {
        Facts = entry.Facts with
        {
            Statements = [.. entry.Facts.Statements.Select(s => s.Weight == StatementWeight.Pending ? s with { Node = PurposePath.Parse("left.out") } : s)],
            Acceptance = entry.Facts.AcceptanceEnds is null ? entry.Facts.Acceptance : null,
            AcceptanceEnds = null,
        },
    };

    private static Gen<StoryCase> Cases() =>
        from story in StoryGen.Any()
        from rules in Gen.Elements(s_rules)
        select new StoryCase(rules, story, default);

    private static IEnumerable<StoryCase> Smaller(StoryCase x) => x.Story.Smaller().Select(story => x with { Story = story });

    private static RefTaxonomy Taxonomy(ConsentRules rules) =>
        ToReference.Of(rules.Taxonomy, rules.Taxonomy.Edges.Select(e => (e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)));

    private static string ToldByReference(RefApplied applied) =>
        $"{applied.IsRecorded} {applied.AcceptanceCode}\n" + string.Join("\n", applied.Recorded.Select(s => $"{s.Node} {s.Flag} {s.Active} {s.At} {s.Weight} {s.From} {s.Until} {s.Ends} {s.Notice}"))
        + "\n" + string.Join("\n", applied.Words.Select(w => $"{w.Result} {w.At} {string.Join(",", w.Codes.Select(c => $"{c.Code}{(c.Code.StartsWith("STILL", StringComparison.Ordinal) ? c.Node : "")}").Order(StringComparer.Ordinal))}"));

    private static string ToldByCore(AppliedChange applied) =>
        $"{applied.Entry is not null} {(applied.Result.AcceptanceCode is { } code ? ChangeTable.NameOf(code) : "")}\n"
        + string.Join("\n", (applied.Entry?.RecordedStatements() ?? []).Select(s =>
            $"{s.Node} {s.Flag} {s.IsActive} {s.OccurredAt.UnixMicroseconds} {s.Weight} {s.Span?.From?.UnixMicroseconds} {s.Span?.Until?.UnixMicroseconds} {s.Span?.Ends?.UnixMicroseconds} {s.Origin.NoticeVersion}"))
        + "\n" + string.Join("\n", applied.Result.Statements.Select(o =>
            $"{o.Result} {o.OccurredAt?.UnixMicroseconds} {string.Join(",", o.Notes.Select(n => $"{ChangeTable.NameOf(n.Code)}{(ChangeTable.NameOf(n.Code).StartsWith("STILL", StringComparison.Ordinal) ? n.Node : null)}").Order(StringComparer.Ordinal))}"));

    private static string FoldedByReference(RefFold fold) => string.Join("\n", fold.Entries.Where(e => e.InForce is not null).Select(e =>
        $"{e.Node} {e.Flag} {e.Value} {e.InForce!.ChangeId}/{e.InForce.Position} {e.LatestProtective} {e.LatestPermissive} {e.GiveOnRecord}"));

    private static string FoldedByCore(ContactConsents contact) => string.Join("\n", contact.Flags.Select(f =>
        $"{f.Node} {f.Flag} {f.Value} {f.InForce.Origin.Change.Value}/{f.InForce.Position} {f.LatestProtective?.UnixMicroseconds} {f.LatestPermissive?.UnixMicroseconds} {f.WasGiven}"));

    private sealed record StoryCase(ConsentRules Rules, Story Story, ProcessingRequest Request)
    {
        public override string ToString() => $"{Rules.Jurisdiction.Name} {Request} as of {Request.AsOf}\n{Story}";
    }
}
