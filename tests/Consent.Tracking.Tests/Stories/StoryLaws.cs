using Consent.Testing;
using Consent.Testing.Conformance;

namespace Consent.Tracking.Tests.Stories;

/// <summary>The promises over a real store, on stories in which everything comes together: two hosts, links, erasures, lists, rectifications, holds, files, retries, clocks that go back.</summary>
/// <typeparam name="TFixture">Makes the stores.</typeparam>
public abstract class StoryLaws<TFixture> : IAsyncLifetime
    where TFixture : StoreFixture, new()
{
    private readonly TFixture _fixture = new();
    private StoryHosts? _hosts;
    private int _told;

    /// <summary>How many stories are told.</summary>
    protected virtual int Cases => StoryCases.OfDurableStores;

    /// <summary>How many of them one store hears.</summary>
    protected virtual int CasesPerStore => int.MaxValue;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _hosts?.Dispose();
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task In_every_story_no_no_is_lost_only_words_open_and_what_is_told_and_known_is_so()
    {
        await StoryCases.HoldAsync(Cases, TellAsync);
        await VerifyAsync();
    }

    /// <summary>After all that happened over one store, its log holds, and all records are what it comes to.</summary>
    private async Task VerifyAsync()
    {
        if (_hosts is not null)
        {
            var verdict = await _hosts.Audit.VerifyAsync(cancellationToken: StoryHosts.Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
        }
    }

    private async Task TellAsync(Story story)
    {
        if (_hosts is null || _told % CasesPerStore == 0)
        {
            _hosts?.Dispose();
            _hosts = new(await _fixture.CreateAsync(StoryHosts.Stop));
        }

        await new StoryTelling(_hosts, story, ++_told).HoldsAsync();
        if (_told % CasesPerStore == 0)
        {
            await VerifyAsync();
        }
    }
}
