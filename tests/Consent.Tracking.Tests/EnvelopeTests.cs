using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>No envelope stops a no: not an odd item of a bulk run, not an id used before, not a store that fails.</summary>
public class EnvelopeTests
{
    private static readonly ChangeId s_id = ChangeId.From("x");

    public static IEnumerable<ChangeSource> Sources => Enum.GetValues<ChangeSource>();

    public static TheoryData<string, int> Faults => [.. new[] { "find", "before", "after" }.SelectMany(f => Enumerable.Range(1, 3).Select(n => (f, n)))];

    [Fact]
    public async Task Of_three_noes_in_bulk_the_one_without_a_change_id_is_named_by_what_it_says()
    {
        using var host = new TrackedHost();
        var changes = new[] { No("k0", "c0"), ConsentChange.For(ContactId.From("k1")).Object(Email, host.Now), No("k2", "c2") };
        var items = await host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).ToListAsync(Stop);
        var again = await host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).ToListAsync(Stop);

        Assert.All(items, i => Assert.Equal(ChangeOutcome.Recorded, i.Outcome));
        Assert.All(again, i => Assert.Equal(ChangeOutcome.Repeated, i.Outcome));
    }

    [Fact]
    public async Task An_item_that_is_nothing_is_refused_and_the_others_go_on()
    {
        using var host = new TrackedHost();
        var changes = await host.Bulk.As(Api).Apply(new[] { No("k0", "c0"), null!, No("k2", "c2") }.ToAsyncEnumerable()).CompleteAsync(Stop);
        var documents = await host.Bulk.As(Api).Apply(new[] { null!, Says(host, "k3", FlagValue.Inactive) }.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.Equal((2L, 1L, 1L, 1L), (changes.Progress.Recorded, changes.Progress.Refused, documents.Progress.Recorded, documents.Progress.Refused));
    }

    [Fact]
    public async Task Of_the_noes_of_a_source_that_is_no_program_or_file_all_are_recorded_and_told()
    {
        foreach (var source in Sources)
        {
            using var host = new TrackedHost();
            var changes = Enumerable.Range(0, 3).Select(n => No($"k{n}", $"c{n}").Give(Purposes.Profiling.Classic, host.Now, Evidence.Asserted("crm")).From(n == 1 ? source : ChangeSource.Import));
            var items = await host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).ToListAsync(Stop);

            var isOdd = source is not (ChangeSource.Api or ChangeSource.Import);
            Assert.Equal(3, items.Count(i => i.Outcome == ChangeOutcome.Recorded));
            Assert.Equal(isOdd, items[1].Results[0].Has(ChangeCode.InvalidItem));
            Assert.Equal(isOdd ? StatementResult.Refused : StatementResult.InForce, items[1].Results[0].Statements[1].Result);
            Assert.Equal(FlagValue.Active, (await host.Tracker.As(Api).GetAsync(ContactId.From("k1"), Stop))[Email].Objection);
        }
    }

    [Fact]
    public async Task A_template_or_a_selector_that_throws_is_the_end_of_its_contact_only()
    {
        using var host = new TrackedHost();
        for (var i = 0; i < 3; i++)
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(ContactId.From($"k{i}")), Stop);
        }

        var templates = await host.Bulk.As(Api).ApplyToMatching(ContactSelector.Everyone, "one", id => id.Value == "k1" ? throw new FormatException() : ConsentChange.For(id).Object(Email)).ToListAsync(Stop);
        var selectors = await host.Bulk.As(Api).ApplyToMatching(
            ContactSelector.Where(c => c.Id.Value == "k0" ? throw new FormatException() : true), "two", id => ConsentChange.For(id).Restrict(Email)).ToListAsync(Stop);
        var strangers = await host.Bulk.As(Api).ApplyToMatching(ContactSelector.Everyone, "three", _ => ConsentChange.For(ContactId.From("k2")).Withdraw(Email)).ToListAsync(Stop);

        Assert.Equal((1L, 2), (Assert.Single(templates, i => i.Fault is FormatException).Position, templates.Count(i => i.Outcome == ChangeOutcome.Recorded)));
        Assert.Equal((0L, 2), (Assert.Single(selectors, i => i.Fault is FormatException).Position, selectors.Count(i => i.Outcome == ChangeOutcome.Recorded)));
        Assert.Equal([0L, 1L], strangers.Where(i => i.Outcome == ChangeOutcome.Refused).Select(i => i.Position));
    }

    [Fact]
    public async Task What_was_read_before_the_input_broke_off_is_recorded()
    {
        using var host = new TrackedHost();
        await Assert.ThrowsAsync<IOException>(async () => await host.Bulk.As(Api).Apply(BrokenOff()).CompleteAsync(Stop));
        Assert.Equal(2, await host.LogSize());

        static async IAsyncEnumerable<ConsentChange> BrokenOff()
        {
            yield return No("k0", "c0");
            await Task.Yield();
            yield return No("k1", "c1");
            throw new IOException("The file ends here.");
        }
    }

    [Fact]
    public async Task A_no_under_a_used_id_counts_in_a_preview_a_plan_and_for_real()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).WithId(s_id), Stop);
        var no = ConsentChange.For(Ada).WithId(s_id).Object(Email);

        Assert.Equal((ChangeOutcome.Recorded, ChangeCode.ChangeIdReused), (await host.Tracker.As(Api).PreviewAsync(no, Stop)) is var p ? (p.Outcome, p.Code!.Value) : default);
        var plan = await host.Bulk.As(Api).Apply(new[] { no, no }.ToAsyncEnumerable(), new() { IsDryRun = true, BatchSize = 1 }).CompleteAsync(Stop);
        Assert.Equal((1L, 1L), (plan.Progress.Recorded, plan.Progress.Unchanged));
        await host.Tracker.As(Api).ApplyAsync(no, Stop);
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(2, await host.LogSize());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_link_clicked_again_counts_once_wherever_the_store_fails(string where, int call)
    {
        FaultInjectingStore failing = null!;
        using var host = new TrackedHost(store => failing = new FaultInjectingStore(store));
        var link = ConsentChange.For(Ada).WithId(s_id).Withdraw(Purposes.Marketing.Group);
        await host.Tracker.As(Api).ApplyAsync(link, Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        _ = where switch
        {
            "find" => failing.FailFind(failing.Finds + call),
            "before" => failing.FailBeforeCommit(failing.Commits + call),
            _ => failing.FailAfterCommit(failing.Commits + call),
        };

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).ApplyAsync(link, Stop);
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(3, await host.LogSize());
    }

    private static ConsentDocument Says(TrackedHost host, string contact, FlagValue status) =>
        new(ContactId.From(contact), "crm", host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Status, status));

    private static ConsentChange No(string contact, string id) => ConsentChange.For(ContactId.From(contact)).WithId(ChangeId.From(id)).Object(Email);
}
