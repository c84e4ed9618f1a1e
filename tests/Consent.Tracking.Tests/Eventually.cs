using Microsoft.Extensions.Time.Testing;

namespace Consent.Tracking.Tests;

/// <summary>Waits for what happens in the background.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition)
    {
        for (var left = 1000; !condition(); left--)
        {
            Assert.True(left > 0, "It did not happen within 10 s.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>As long as it is not so, the clock goes on: half a second at a time unless said otherwise.</summary>
    public static async Task IsTrueAsync(Func<bool> condition, FakeTimeProvider clock, TimeSpan? step = null)
    {
        for (var left = 500; !condition(); left--)
        {
            Assert.True(left > 0, "It did not happen.");
            clock.Advance(step ?? TimeSpan.FromSeconds(0.5));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
