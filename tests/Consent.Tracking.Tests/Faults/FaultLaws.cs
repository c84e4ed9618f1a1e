using Consent.Storage;
using Consent.Testing;
using Consent.Testing.Conformance;
using Consent.Tracking.Tests.Stories;

namespace Consent.Tracking.Tests.Faults;

/// <summary>
/// Whichever call of a host to its store fails, done or not: at no moment is anything recorded in part, and what its caller says again ends as if
/// nothing had failed.
/// </summary>
/// <typeparam name="TFixture">Makes the stores.</typeparam>
public abstract class FaultLaws<TFixture> : IAsyncDisposable
    where TFixture : StoreFixture, new()
{
    private const int MostAttempts = 4;

    private readonly TFixture _fixture = new();
    private int _told;

    /// <summary>Of how many calls the first of which is made to fail: 1 tries each. The others are tried where <c>CONSENT_STORIES</c> asks for more than 10,000.</summary>
    protected virtual int OneOf => StoryCases.OfMemory > 10_000 ? 1 : 5;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_the_store_fails_what_is_said_again_ends_as_if_it_had_not(bool isDone)
    {
        var store = await _fixture.CreateAsync(StoryHosts.Stop);
        var whole = await TellAsync(store, failing => failing);
        Assert.InRange(whole.Calls, 22, 500);
        for (var call = isDone ? OneOf : 1; call <= whole.Calls; call += OneOf)
        {
            // Every other failure is one that the host tries again by itself.
            var error = new ConsentStoreException("The storage failed because a test asked for it.", isTransient: call % 2 == 0);
            var told = await TellAsync(store, failing => failing.FailCall(call, isDone, error));

            Assert.True(told.Ends.SequenceEqual(whole.Ends), $"Call {call} of {whole.Calls} failed, and then it is\n{string.Join('\n', told.Ends.Except(whole.Ends))}\ninstead of\n{string.Join('\n', whole.Ends.Except(told.Ends))}");
        }
    }

    /// <summary>Lets a host go through all that can happen; each step is said until it is answered.</summary>
    private async Task<(int Calls, List<string> Ends)> TellAsync(IConsentStore store, Func<FaultInjectingStore, FaultInjectingStore> fail)
    {
        var failing = fail(new FaultInjectingStore(store));
        using var host = new FaultHost(failing);

        // Wrapped too: a host disposes of its store.
        using var witness = new FaultHost(new FaultInjectingStore(store));
        var journey = new Journey(++_told);
        var now = TimeGen.Origin;
        foreach (var step in journey.Steps)
        {
            now = now.Plus(TimeSpan.FromMinutes(1));
            host.Clock.Set(now);
            witness.Clock.Set(now);
            for (var attempt = 1; !await IsAnsweredAsync(step, host); attempt++)
            {
                Assert.True(attempt < MostAttempts, "One call failed, and a step fails for ever.");
                await journey.AssertWholeAsync(witness);
            }
        }

        await journey.AssertWholeAsync(witness);
        return (failing.Calls, await journey.EndsAsync(witness));
    }

    private static async Task<bool> IsAnsweredAsync(Func<FaultHost, Task> step, FaultHost host)
    {
        try
        {
            await step(host);
            return true;
        }
        catch (ConsentStoreException)
        {
            return false;
        }
    }
}
