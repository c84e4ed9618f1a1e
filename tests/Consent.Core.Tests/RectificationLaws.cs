using System.Collections.Immutable;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>Whatever was rectified, the fold is that of a history without it.</summary>
public class RectificationLaws
{
    [Law]
    public Property A_history_with_rectified_records_says_what_it_would_say_had_they_never_been() => Laws.ForAll(
        Cases(), x =>
        {
            var with = PersonConsents.Fold(x.History.Contacts, x.History.Taxonomy, [.. x.History.Entries, .. x.Rectifications], x.OccurredBy);
            var without = PersonConsents.Fold(x.History.Contacts, x.History.Taxonomy, x.History.Entries.Where((_, i) => !x.Wrong.Contains(i)), x.OccurredBy);
            return with.Contacts.Zip(without.Contacts).All(c =>
                c.First.Flags.SequenceEqual(c.Second.Flags) && c.First.OwnFlags.SequenceEqual(c.Second.OwnFlags) && c.First.Acceptances.SequenceEqual(c.Second.Acceptances)
                && with.LinkedWith(c.First.Id).SequenceEqual(without.LinkedWith(c.Second.Id)));
        });

    [Law]
    public Property The_order_in_which_rectifications_are_met_does_not_matter_and_the_bytes_keep_them() => Laws.ForAll(
        from x in Cases()
        from order in Gen.Shuffle(x.History.Entries.Concat(x.Rectifications))
        select (x, order),
        x =>
        {
            var met = PersonConsents.Fold(x.x.History.Contacts, x.x.History.Taxonomy, x.order);
            var inOrder = PersonConsents.Fold(x.x.History.Contacts, x.x.History.Taxonomy, [.. x.x.History.Entries, .. x.x.Rectifications]);
            return met.Contacts.Zip(inOrder.Contacts).All(c =>
                c.First.SaysTheSameAs(c.Second) && ContactSnapshot.Read(c.First.Id, x.x.History.Taxonomy, ContactSnapshot.ToBytes(c.First)).SaysTheSameAs(c.First)
                && c.First.Rectified.Length == x.x.Rectifications.Count(r => r.Subject!.Contact == c.First.Id));
        });

    [Law]
    public Property What_was_known_up_to_any_entry_knows_nothing_of_later_rectifications() => Laws.ForAll(
        from x in Cases()
        from known in Gen.Choose(0, x.History.Entries.Length)
        select (x, known),
        x => PersonConsents.Fold(x.x.History.Contacts, x.x.History.Taxonomy, x.x.History.Entries.Take(x.known)).Contacts.All(c => c.Rectified.IsEmpty));

    /// <summary>Histories of up to three ids, some of whose entries were wrong; of a link both sides.</summary>
    private static Gen<Case> Cases() =>
        from history in HistoryGen.Any()
        from picks in Gen.Choose(0, 5).ListOf(history.Entries.Length)
        from occurredBy in Gen.OneOf(Gen.Constant<Timestamp?>(null), TimeGen.Near().Select(t => (Timestamp?)t))
        select Of(history, [.. picks], occurredBy);

    private static Case Of(History history, ImmutableArray<int> picks, Timestamp? occurredBy)
    {
        var wrong = new SortedSet<int>();
        for (var i = 0; i < history.Entries.Length; i++)
        {
            if (picks[i] == 0)
            {
                wrong.Add(i);

                // The two sides of a link stand one after the other.
                if (history.Entries[i].Type != AuditEntryType.Changed)
                {
                    wrong.Add(i + (IsFirstSide(history, i) ? 1 : -1));
                }
            }
        }

        var revisions = history.Contacts.ToDictionary(c => c, c => history.Entries.Count(e => e.Subject!.Contact == c));
        return new(history, [.. wrong], [.. wrong.Select(i => Rectified(history.Entries[i], ++revisions[history.Entries[i].Subject!.Contact], i))], occurredBy);
    }

    private static bool IsFirstSide(History history, int index) => history.Entries.Take(index).Count(e => e.Type != AuditEntryType.Changed) % 2 == 0;

    private static AuditEntry Rectified(AuditEntry wrong, int revision, int number) => new()
    {
        Facts = new() { Type = AuditEntryType.Rectified, RecordedAt = TimeGen.Minute(60), TaxonomyVersion = "generated", RulesVersion = "generated" },
        Subject = new(wrong.Subject!.Contact, new(Guid.Empty, revision), wrong.Subject.Other),
        Evidence = new() { Change = ChangeId.From($"rectified-{number:000}"), Rectifies = wrong.Evidence!.Change, Reason = "generated" },
    };

    private sealed record Case(History History, ImmutableHashSet<int> Wrong, ImmutableArray<AuditEntry> Rectifications, Timestamp? OccurredBy);
}
