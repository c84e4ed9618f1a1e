using System.Globalization;
using Consent.Testing;
using Consent.Testing.Conformance;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Tracking.Tests.Stories;

/// <summary>The promises over a real store, on stories in which everything comes together: two hosts, links, rectifications, holds, files, retries, clocks that go back.</summary>
/// <typeparam name="TFixture">Makes the stores.</typeparam>
public abstract class StoryLaws<TFixture> : IAsyncLifetime
    where TFixture : StoreFixture, new()
{
    private readonly TFixture _fixture = new();
    private StoryHosts? _hosts;
    private int _told;

    /// <summary>How many stories each law is tried on.</summary>
    protected virtual int Cases => StoryCases.OfDurableStores;

    public async ValueTask InitializeAsync() => _hosts = new(await _fixture.CreateAsync(StoryHosts.Stop));

    public async ValueTask DisposeAsync()
    {
        _hosts?.Dispose();
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public Task No_no_is_lost() => HoldsAsync(async telling =>
    {
        foreach (var step in telling.Story.Steps)
        {
            var results = await telling.LiveAsync(step);
            foreach (var no in NoesOf(step).Where(_ => results.Count > 0))
            {
                await telling.AssertHeardAsync(step, no, results);
            }
        }
    });

    [Fact]
    public Task A_no_and_a_link_open_nothing() => HoldsAsync(async telling =>
    {
        foreach (var step in telling.Story.Steps)
        {
            var before = await telling.DecideAsync(step.Now);
            await telling.LiveAsync(step);
            if (OnlyCloses(step))
            {
                telling.AssertNothingOpened(step, await telling.RecordsAsync(), before, await telling.DecideAsync(step.Now));
            }
        }
    });

    [Fact]
    public Task The_records_are_what_the_log_says_and_what_is_told() => HoldsAsync(async telling =>
    {
        foreach (var step in telling.Story.Steps)
        {
            var results = await telling.LiveAsync(step);
            if (results.Count > 0)
            {
                await telling.AssertToldTrulyAsync(step, results);
            }
        }

        await telling.AssertFoldedAsync();
    });

    [Fact]
    public Task As_known_up_to_an_entry_is_what_was_known_when_it_was_written() => HoldsAsync(async telling =>
    {
        var known = new List<(long Index, PersonConsents Records)>();
        foreach (var step in telling.Story.Steps)
        {
            await telling.LiveAsync(step);
            known.Add(((await telling.Hosts.Store.GetHeadAsync(StoryHosts.Stop)).Size - 1, await telling.RecordsAsync()));
        }

        await telling.AssertKnownAsync(known);
    });

    [Fact]
    public Task A_second_night_changes_nothing_and_takes_what_was_dated_ahead() => HoldsAsync(async telling =>
    {
        foreach (var step in telling.Story.Steps)
        {
            var results = await telling.LiveAsync(step);
            if (step is StoryStep.Read)
            {
                await telling.AssertSecondNightAsync(step, results);
            }
        }
    });

    /// <summary>What a step says that must count, unless it is a pause that is over or its record was taken out.</summary>
    private static IEnumerable<Statement> NoesOf(StoryStep step) =>
        step is StoryStep.Said said ? said.Change.Statements.Where(s => s.IsProtective) : [];

    /// <summary>A change that only says no, a link that nobody dated back.</summary>
    private static bool OnlyCloses(StoryStep step) => step switch
    {
        StoryStep.Said said => said.Change.Acceptance is null && said.Change.Statements.All(s => s.IsProtective),
        StoryStep.Linked { Link: { IsLinked: true } link } => link.Reason is null || link.OccurredAt >= step.Now,
        _ => false,
    };

    private async Task HoldsAsync(Func<StoryTelling, Task> law)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable("CONSENT_SEED")?.Split(',') is [var seed, var gamma])
        {
            config = config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture));
        }

        var stories = Arb.From(StoryGen.Any(), story => story.Smaller());
        await Task.Run(() => Prop.ForAll(stories, story => law(new(_hosts!, story, ++_told))).Check(config), StoryHosts.Stop);
    }
}
