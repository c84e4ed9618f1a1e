using System.Globalization;

namespace Consent.Tracking.Tests.Stories;

/// <summary>How many stories a law is tried on; the environment variable <c>CONSENT_CASES</c> says it for memory, and a twenty-fifth of it for durable stores.</summary>
internal static class StoryCases
{
    public static int OfMemory { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CONSENT_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : 1_000;

    public static int OfDurableStores => Math.Max(1, OfMemory / 25);
}
