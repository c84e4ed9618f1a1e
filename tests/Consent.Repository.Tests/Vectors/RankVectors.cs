using System.Collections.Immutable;
using static Consent.Repository.Tests.Said;

namespace Consent.Repository.Tests;

/// <summary>What is in force on one flag of one node: the seven ranks, ties, what outlives the one in force.</summary>
internal static class RankVectors
{
    public static ImmutableArray<FoldVector> All { get; } =
    [
        new("nothing", "Nothing said: every flag is Unset.") { Asked = [Email, "all"] },
        new("one-give", "One statement is in force by itself. A parent group has none.") { Entries = [Change("c1", Give(Email, 5))], Asked = [Email, "marketing"] },
        new("rank-1-attested-before-asserted", "An asserted yes does not win, however late, over an attested no.")
        {
            Entries = [Change("c1", Withdraw(Email, 7)), Change("c2", Asserted(Give(Email, 9)))], Asked = [Email],
        },
        new("rank-1-attested-yes-before-asserted-yes", "An attested yes stays in force against a later asserted one.")
        {
            Entries = [Change("c1", Give(Email, 5)), Change("c2", Asserted(Give(Email, 9)))], Asked = [Email],
        },
        new("rank-1-no-without-evidence", "A protective statement is attested, even where it is marked as not: it needs no evidence.")
        {
            Entries = [Change("c1", Asserted(Incomplete(Withdraw(Email, 7)))), Change("c2", Asserted(Give(Email, 9)))], Asked = [Email],
        },
        new("rank-1-asserted-alone", "An asserted yes counts where nobody said anything attested.") { Entries = [Change("c1", Asserted(Give(Email, 5)))], Asked = [Email] },
        new("rank-2-later-no", "The later statement wins.") { Entries = [Change("c1", Give(Email, 5)), Change("c2", Withdraw(Email, 9))], Asked = [Email] },
        new("rank-2-later-yes", "A new, later, attested yes turns a no; the dates that outlive the one in force stay on record.")
        {
            Entries = [Change("c1", Give(Email, 1)), Change("c2", Withdraw(Email, 5)), Change("c3", Give(Email, 9))], Asked = [Email],
        },
        new("rank-2-same-value-renewed", "The same value said later is in force: a renewal.") { Entries = [Change("c2", Give(Email, 5)), Change("c1", Give(Email, 9))], Asked = [Email] },
        new("rank-2-microsecond", "Instants are compared to the microsecond.")
        {
            Entries = [Change("c1", Withdraw(Email, 5)), Change("c2", Give(Email, 5) with { OccurredAt = At(5).Plus(TimeSpan.FromMicroseconds(1)) })], Asked = [Email],
        },
        new("rank-3-tie-of-status", "At the same instant the no wins, whatever the change ids.") { Entries = [Change("c1", Withdraw(Email, 5)), Change("c2", Give(Email, 5))], Asked = [Email] },
        new("rank-3-tie-of-restriction", "For a restriction the no is Active.") { Entries = [Change("c1", Restrict(Email, 5)), Change("c2", Lift(Email, 5))], Asked = [Email] },
        new("rank-3-tie-of-objection", "For an objection too.") { Entries = [Change("c1", Object(Email, 5)), Change("c2", Retract(Email, 5))], Asked = [Email] },
        new("rank-3-tie-within-a-change", "Within one change the no wins as well, wherever it stands.") { Entries = [Change("c1", Withdraw(Email, 5), Give(Email, 5))], Asked = [Email] },
        new("rank-3-tie-with-incomplete-no", "A no with incomplete evidence wins a tie against a yes with complete evidence.")
        {
            Entries = [Change("c1", Incomplete(Withdraw(Email, 5))), Change("c2", Give(Email, 5))], Asked = [Email],
        },
        new("rank-4-complete-evidence", "All else equal, complete evidence wins over incomplete.") { Entries = [Change("c1", Give(Email, 5)), Change("c2", Incomplete(Give(Email, 5)))] },
        new("rank-4-complete-assertion", "So among asserted statements.") { Entries = [Change("c1", Asserted(Give(Email, 5))), Change("c2", Asserted(Incomplete(Give(Email, 5))))] },
        new("rank-5-change-id", "Then the ordinally greater change id: by UTF-16 code units, so lower case wins over upper case, and c9 over c10.")
        {
            Entries = [Change("C2", Give(Email, 5)), Change("c10", Give(Email, 5)), Change("c9", Give(Email, 5))],
        },
        new("rank-5-change-id-beyond-ascii", "U+1F600, whose first UTF-16 code unit is D83D, ranks below U+FF41: code units, not code points.")
        {
            Entries = [Change("\U0001F600", Give(Email, 5)), Change("\uFF41", Give(Email, 5))],
        },
        new("rank-6-contact-id", "Then the ordinally greater contact id, where linked contacts' statements count for one another.")
        {
            Contacts = ["ada", "bea"], Entries = [Link("ada", "bea", 1), Change("c1", Give(Email, 5)), Of("bea", Change("c1", Give(Email, 5)))],
        },
        new("rank-7-position", "Last, the later position in the change.") { Entries = [Change("c1", Give(Email, 5), Give(Email, 5))] },
        new("flags-are-apart", "The three flags of a node do not touch one another.")
        {
            Entries = [Change("c1", Give(Email, 5)), Change("c2", Object(Email, 6)), Change("c3", Lift(Email, 7))], Asked = [Email],
        },
        new("contacts-are-apart", "What is said of one contact is nothing to another that is not linked with it.")
        {
            Contacts = ["ada", "bea"], Entries = [Change("c1", Give(Email, 5)), Of("bea", Change("c1", Object("all", 6)))], Asked = [Email],
        },
        new("unknown-path", "A path that the taxonomy does not know keeps its flags; it comes after the known nodes.")
        {
            Entries = [Change("c1", Object("marketing.automatic.telex", 5)), Change("c2", Give(Email, 6))], Asked = [Email],
        },
        new("as-it-was", "What was true at an instant: what was said later is cut, also from the dates that outlive the one in force.")
        {
            Entries = [Change("c1", Give(Email, 1)), Change("c2", Withdraw(Email, 5)), Change("c3", Give(Email, 9)), Change("c4", Object(Email, 6))], OccurredBy = At(5), Asked = [Email],
        },
        new("many-arrivals", "Seven changes on one key: what is in force, and the extremes, come out the same in every order.")
        {
            Entries =
            [
                Change("c1", Give(Email, 3)), Change("c2", Asserted(Give(Email, 12))), Change("c3", Withdraw(Email, 6)), Change("c4", Give(Email, 6)),
                Change("c5", Incomplete(Give(Email, 8))), Change("c6", Give(Email, 8)), Change("c7", Withdraw(Email, 2)),
            ],
            Asked = [Email],
        },
    ];
}
