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
}
