using System.Globalization;

namespace Consent.Tracking.Tests.Stories;

/// <summary>How many stories are told; the environment variable <c>CONSENT_STORIES</c> says it for memory, and a fiftieth of it for durable stores.</summary>
internal static class StoryCases
{
    public static int OfMemory { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CONSENT_STORIES"), CultureInfo.InvariantCulture, out var cases) ? cases : 10_000;

    public static int OfDurableStores => Math.Max(1, OfMemory / 50);
}
