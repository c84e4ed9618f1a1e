using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Envelopes;

/// <summary>Changes whose ids collide, sent once or often, by both ports and from every source: no no is lost.</summary>
public class EnvelopeLaws
{
    [Law]
    public Property Whatever_the_id_a_no_is_recorded_when_it_comes() => Laws.ForAll(
        from sequence in ApplyGen.Sequence()
        from ids in Gen.Choose(0, 2).ListOf(sequence.Arrivals.Length)
        from again in Gen.Choose(0, sequence.Arrivals.Length - 1).ListOf(6)
        select (sequence, arrivals: Colliding(sequence, ids, again)),
        x =>
        {
            var sent = new List<Arrival>();
            return x.arrivals.All(arrival =>
            {
                sent.Add(arrival);
                var contact = x.sequence.Apply(sent).After[x.sequence.Contact];
                return arrival.Change.Statements.Where(s => s.IsProtective && s.Until is null).All(s => IsSaid(s, arrival, contact));
            });
        });

    [Law]
    public Property The_entries_fold_to_the_record_whatever_came_again() => Laws.ForAll(
        from sequence in ApplyGen.Sequence()
        from ids in Gen.Choose(0, 2).ListOf(sequence.Arrivals.Length)
        from again in Gen.Choose(0, sequence.Arrivals.Length - 1).ListOf(6)
        select (sequence, arrivals: Colliding(sequence, ids, again)),
        x =>
        {
            var run = x.sequence.Apply(x.arrivals);
            var ids = run.Entries.Select(e => e.Evidence!.Change!.Value).ToList();
            return ids.Distinct().Count() == ids.Count
                && PersonConsents.Fold([x.sequence.Contact], x.sequence.Rules.Taxonomy, run.Entries)[x.sequence.Contact].SaysTheSameAs(run.After[x.sequence.Contact]);
        });

    private static List<Arrival> Colliding(ApplySequence sequence, IEnumerable<int> ids, IEnumerable<int> again)
    {
        var arrivals = sequence.Arrivals.Zip(ids, (a, id) => a with { Change = a.Change.WithId(ChangeId.From($"c{id}")) }).ToList();
        return [.. arrivals.Concat(again.Select(i => arrivals[i] with { Recording = arrivals[i].Recording with { RecordedAt = Given.Minute(40 + i) } }))];
    }

    /// <summary>A no is in force, or has left its date where something later was said.</summary>
    private static bool IsSaid(Statement no, Arrival arrival, ContactConsents contact) =>
        contact.Find(no.Node, no.Flag) is { } flag
        && (flag.InForce.IsProtective || (no.OccurredAt is { } at && at <= arrival.Recording.RecordedAt && flag.LatestProtective >= at));
}
