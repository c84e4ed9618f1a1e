using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

public class FoldLaws
{
    private static readonly Gen<int> s_seeds = Gen.Choose(0, int.MaxValue - 1);

    [Law]
    public Property Any_order_and_any_repetition_of_the_same_entries_gives_the_same_records() =>
        Laws.ForAll(HistoryGen.Any().SelectMany(h => s_seeds.Select(seed => (History: h, Seed: seed))), x =>
            SameRecords(x.History.Fold(), x.History.With(x.History.Entries.Shuffled(x.Seed)).Fold()));

    [Law]
    public Property Partitions_that_went_apart_join_to_the_whole_in_either_order() =>
        Laws.ForAll(HistoryGen.OfOne().SelectMany(h => s_seeds.Select(seed => (History: h, Seed: seed))), x =>
        {
            var random = new System.Random(x.Seed);
            var sides = x.History.Entries.ToLookup(_ => random.Next(3));
            var id = x.History.Contacts[0];
            var (left, right) = (Part(0, 2), Part(1, 2));
            var whole = x.History.Fold()[id];
            return left.Join(right).SaysTheSameAs(whole) && right.Join(left).SaysTheSameAs(whole) && whole.Join(left).SaysTheSameAs(whole)
                && left.Join(left).SaysTheSameAs(left);

            // Each side has its own entries; those of side 2 reached both.
            ContactConsents Part(int own, int shared) => x.History.With(sides[own].Concat(sides[shared])).Fold()[id];
        });

    [Law]
    public Property Read_through_another_taxonomy_and_back_nothing_is_lost() =>
        Laws.ForAll(HistoryGen.OfOne(), history =>
        {
            var contact = history.Fold()[history.Contacts[0]];
            return contact.Under(TaxonomyGen.Extended).Under(ContactlabTaxonomy.Instance).Under(history.Taxonomy).SaysTheSameAs(contact);
        });

    [Law]
    public Property A_change_applied_now_and_its_entry_folded_later_give_the_same() =>
        Laws.ForAll(ApplyGen.Sequence(), sequence =>
        {
            var run = sequence.Apply();
            return SameRecords(run.After, PersonConsents.Fold([sequence.Contact], sequence.Rules.Taxonomy, run.Entries))
                && run.After[sequence.Contact].Revision.Number == run.Entries.Length
                && run.Entries.Select(e => e.Subject!.Revision!.Value.Number).SequenceEqual(Enumerable.Range(1, run.Entries.Length).Select(n => (long)n));
        });

    [Law]
    public Property What_was_true_then_is_the_fold_of_what_was_said_by_then() =>
        Laws.ForAll(HistoryGen.OfOne().SelectMany(h => TimeGen.Near().Select(t => (History: h, At: t))), x =>
        {
            var contact = x.History.Fold(x.At)[x.History.Contacts[0]];
            return contact.Flags.All(f => f.InForce.OccurredAt <= x.At) && contact.Acceptances.All(a => a.AcceptedAt <= x.At)
                && contact.SaysTheSameAs(ContactConsents.Fold(
                    x.History.Contacts[0], x.History.Taxonomy, x.History.Entries.SelectMany(e => e.RecordedStatements()).Where(s => s.OccurredAt <= x.At))
                    .JoinAcceptancesOf(contact));
        });

    internal static bool SameRecords(PersonConsents a, PersonConsents b) =>
        a.Contacts.Length == b.Contacts.Length && a.Contacts.Zip(b.Contacts).All(p => p.First.SaysTheSameAs(p.Second));
}

internal static class Records
{
    /// <summary>A fold of bare statements has no acceptances; takes them from another record.</summary>
    public static ContactConsents JoinAcceptancesOf(this ContactConsents contact, ContactConsents other)
    {
        var entries = other.Acceptances.Select((a, i) => HistoryGen.Entry(contact.Id, $"accept-{i}", [], a, i + 1));
        return contact.Join(PersonConsents.Fold([contact.Id], contact.Taxonomy, entries)[contact.Id]);
    }
}
