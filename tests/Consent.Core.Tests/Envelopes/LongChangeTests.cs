using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Envelopes;

/// <summary>A change of any length is recorded: what one entry does not hold stands in further ones, written together, noes first.</summary>
public class LongChangeTests
{
    private const int Max = ConsentChange.MaxStatements;

    [Fact]
    public void Two_hundred_withdrawals_in_one_change_are_recorded()
    {
        var given = new Given().At(1, Change().WithId(ChangeId.From("x")).Say(Noes(200)));
        Assert.Equal(200, given.Last.Statements.Count(s => s.Has(ChangeCode.UnknownPurpose)));
        Assert.Equal(200, given.Entries.Sum(e => e.Facts.Statements.Length));
        Assert.All(Noes(200), s => Assert.Equal(FlagValue.Inactive, given.Contact[s.Node].Status));
    }

    [Fact]
    public void A_longer_change_is_recorded_in_parts_the_noes_first()
    {
        var give = Statement.Permissive(Purposes.Profiling.Classic, ConsentFlag.Status, Minute(1), Form);
        var change = Change().WithId(ChangeId.From("x")).AcceptNotice("v1", Minute(1)).Say(give).Say(Noes((2 * Max) + 1));
        var given = new Given().At(1, change);

        Assert.Equal(["x", "x+2", "x+3"], given.Entries.Select(e => e.Evidence!.Change!.Value.Value));
        Assert.Equal([Max, Max, 2], given.Entries.Select(e => e.Facts.Statements.Length));
        Assert.Equal([1L, 2L, 3L], given.Entries.Select(e => e.Subject!.Revision!.Value.Number));
        Assert.Equal(give.Node, given.Entries[2].Facts.Statements[^1].Node);
        Assert.All(given.Entries, e => Assert.Equal(change.ContentDigest(), e.Evidence!.ContentDigest));
        Assert.Equal(change.Statements, given.Last.Statements.Select(s => s.Statement));
        Assert.True(given.MayContact(Purposes.Profiling.Classic) is { } && given.Contact[Purposes.Profiling.Classic].Status == FlagValue.Active);
        Assert.True(PersonConsents.Fold([Ada, Bea], given.Rules.Taxonomy, given.Entries)[Ada].SaysTheSameAs(given.Contact));
    }

    [Fact]
    public void Sent_again_it_is_recognised_as_a_whole()
    {
        var change = Change().WithId(ChangeId.From("x")).Say(Noes((2 * Max) + 1));
        var given = new Given().At(1, change).At(2, change);
        Assert.Equal((ChangeOutcome.Repeated, 3), (given.Last.Outcome, given.Entries.Count));
    }

    [Fact]
    public void The_revision_that_the_caller_insists_on_is_that_before_all_parts()
    {
        var given = new Given().Gave(1, Purposes.Marketing.Automatic.Sms);
        var change = Change().Say(Noes(Max)).Give(Purposes.Profiling.Classic, Minute(2), Form).Expecting(given.Contact.Revision);
        Assert.False(given.At(2, change).Last.Has(ChangeCode.RevisionConflict));
        Assert.Equal(FlagValue.Active, given.Contact[Purposes.Profiling.Classic].Status);
        given.At(3, change.WithId(ChangeId.From("later")).Give(Purposes.Profiling.Online, Minute(3), Form));
        Assert.True(given.Last.Has(ChangeCode.RevisionConflict));
        Assert.Equal(FlagValue.Unset, given.Contact[Purposes.Profiling.Online].Status);
    }

    internal static IEnumerable<Statement> Noes(int count) =>
        Enumerable.Range(0, count).Select(n => Statement.Protective(PurposePath.Parse($"list.l{n}"), ConsentFlag.Status));
}
