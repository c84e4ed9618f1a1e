using Consent.Testing.Conformance;

namespace Consent.Tracking.Tests.Stories;

/// <summary>The register of requests over a real store, between the steps of stories in which people are linked, erased, listed, rectified and held, and clocks go back: it says what a naive list says, and names nobody who was erased.</summary>
/// <typeparam name="TFixture">Makes the stores.</typeparam>
public abstract class RequestLaws<TFixture> : IAsyncLifetime
    where TFixture : StoreFixture, new()
{
    private readonly TFixture _fixture = new();

    /// <summary>How many stories are told.</summary>
    protected virtual int Cases => Math.Max(1, StoryCases.OfDurableStores / 10);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task In_every_story_the_register_says_what_was_asked_and_when_it_is_due_and_names_nobody_who_is_gone()
    {
        var (answered, repeated) = (0, 0);
        await StoryCases.HoldAsync(Cases, async story =>
        {
            using var hosts = new StoryHosts(await _fixture.CreateAsync(StoryHosts.Stop));
            using var telling = new RequestTelling(hosts, story.About(id => ContactId.From($"person-{id.Value}")));
            await telling.HoldsAsync();
            answered += telling.AnsweredByErasure;
            repeated += telling.Repeated;
        });
        if (Cases >= 500)
        {
            Assert.True(answered > 20 && repeated > 50, $"{answered} answered by erasure, {repeated} said again");
        }
    }
}
