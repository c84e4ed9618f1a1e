using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

public sealed class LinkTests
{
    private readonly TrackingHost _host = new();

    [Fact]
    public async Task One_withdrew_the_other_gave_later_and_the_link_between_them_protects()
    {
        await _host.ApplyAsync(Withdraw("ada", "a", -20));
        await _host.ApplyAsync(Give("bea", "b", -15));
        Assert.True((await _host.DecideAsync("bea")).IsPermitted);

        var result = await LinkAsync(Link(-13));

        Assert.Equal(ChangeOutcome.Recorded, result.Outcome);
        Assert.NotNull(result.Index);
        Assert.False((await _host.DecideAsync("ada")).IsPermitted);
        Assert.False((await _host.DecideAsync("bea")).IsPermitted);
    }

    [Fact]
    public async Task A_no_of_one_counts_for_the_other_from_the_link_on_and_outlives_its_undoing()
    {
        await _host.ApplyAsync(Give("bea", "b", -20));
        await LinkAsync(Link(-10));
        await _host.ApplyAsync(ConsentChange.For(Contact("ada")).WithId(ChangeId.From("no")).Object(Email));
        Assert.Equal(DecisionCode.Objected, (await _host.DecideAsync("bea")).Code);

        _host.Clock.Advance(TimeSpan.FromHours(1));
        await LinkAsync(Link(1d / 48, id: "undo", isLinked: false));

        Assert.Equal(DecisionCode.Objected, (await _host.DecideAsync("bea")).Code);
        Assert.Equal([Contact("bea")], PersonConsents.Fold([Contact("ada"), Contact("bea")], ContactlabTaxonomy.Instance, await _host.LogAsync()).LinkedWith(Contact("bea")));
    }

    [Fact]
    public async Task A_link_is_an_entry_in_both_histories_and_a_retry_is_recognised_from_either_side()
    {
        var first = await LinkAsync(Link(-1));
        var again = await LinkAsync(Link(-1));
        var reused = await LinkAsync(Link(-2));

        Assert.Equal([Contact("ada"), Contact("bea")], (await _host.LogAsync()).Select(e => e.Subject!.Contact));
        Assert.Equal((ChangeOutcome.Repeated, first.Index), (again.Outcome, again.Index));
        Assert.Equal(ChangeCode.ChangeIdReused, reused.Code);
    }

    [Fact]
    public async Task An_id_that_the_other_contact_used_is_refused_so_that_its_own_retry_is_still_recognised()
    {
        await _host.ApplyAsync(Withdraw("bea", "used"));
        Assert.Equal(ChangeCode.ChangeIdReused, (await LinkAsync(Link(-1, id: "used"))).Code);
        Assert.Equal(ChangeOutcome.Repeated, (await _host.ApplyAsync(Withdraw("bea", "used"))).Outcome);
    }

    [Fact]
    public async Task A_lost_answer_links_once()
    {
        _host.Store.AnswersToLose = 1;
        Assert.Equal(ChangeOutcome.Repeated, (await LinkAsync(Link(-1))).Outcome);
        Assert.Equal(2, (await _host.LogAsync()).Count);
    }

    [Fact]
    public async Task A_no_that_arrives_while_the_link_is_made_counts()
    {
        await _host.ApplyAsync(Give("bea", "b"));
        _host.Store.BeforeCommit = async () => await _host.ApplyAsync(Withdraw("ada", "between"));
        await LinkAsync(Link(-30));
        Assert.False((await _host.DecideAsync("bea")).IsPermitted);
    }

    [Fact]
    public async Task A_program_that_links_with_a_date_of_1990_makes_no_earlier_yes_count_for_the_other()
    {
        await _host.ApplyAsync(Withdraw("ada", "a", -20));
        await _host.ApplyAsync(Give("bea", "b", -15));
        await LinkAsync(Link(-13_000));
        Assert.False((await _host.DecideAsync("ada")).IsPermitted);
        Assert.False((await _host.DecideAsync("bea")).IsPermitted);

        _host.Clock.Advance(TimeSpan.FromHours(1));
        await _host.ApplyAsync(Give("bea", "again", 1d / 48));
        Assert.True((await _host.DecideAsync("ada")).IsPermitted);
    }

    [Fact]
    public async Task Duplicates_that_an_operator_merges_with_a_reason_are_one_person_from_the_first_record_on()
    {
        await _host.ApplyAsync(Withdraw("ada", "a", -20));
        await _host.ApplyAsync(Give("bea", "b", -15));
        await _host.Tracker.As(Actor.Operator("clerk")).LinkAsync(Link(-20) with { Reason = "the same customer, entered twice" }, Token);
        Assert.True((await _host.DecideAsync("ada")).IsPermitted);

        _host.Clock.Advance(TimeSpan.FromHours(1));
        await _host.Tracker.As(Actor.Operator("clerk")).LinkAsync(Link(1d / 48, id: "apart", isLinked: false) with { Reason = "two customers after all" }, Token);
        Assert.False((await _host.DecideAsync("ada")).IsPermitted);
        Assert.DoesNotContain((await _host.GetAsync("ada")).Flags, f => f.InForce.Origin.Contact == Contact("bea"));
    }

    [Fact]
    public async Task A_closed_id_is_linked_as_any_other_and_stays_closed()
    {
        await _host.SuppressAsync("bea");
        var result = await LinkAsync(Link(-1));
        Assert.Equal((ChangeOutcome.Recorded, null), (result.Outcome, result.Code));
        Assert.Equal(DecisionCode.Suppressed, (await _host.DecideAsync("bea")).Code);
        Assert.Equal(DecisionCode.Suppressed, (await _host.DecideAsync("ada")).Code);
    }

    [Fact]
    public async Task A_chain_of_links_makes_one_person()
    {
        await LinkAsync(Link(-9, "a", "b", "1"));
        await LinkAsync(Link(-8, "c", "d", "2"));
        await LinkAsync(Link(-7, "b", "c", "3"));
        await _host.ApplyAsync(Give("a", "give", -5));
        await _host.ApplyAsync(Withdraw("d", "no"));
        foreach (var id in (string[])["a", "b", "c", "d"])
        {
            Assert.False((await _host.DecideAsync(id)).IsPermitted);
            Assert.Equal(FlagValue.Inactive, (await _host.GetAsync(id))[Email].Status);
        }
    }

    private ValueTask<ChangeResult> LinkAsync(ContactLink link) => _host.Tracker.As(Client).LinkAsync(link, Token);
}
