using System.Globalization;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Tracking.Tests.Stories;

/// <summary>How many stories are told; the environment variable <c>CONSENT_STORIES</c> says it for memory, and a fiftieth of it for durable stores.</summary>
internal static class StoryCases
{
    public static int OfMemory { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CONSENT_STORIES"), CultureInfo.InvariantCulture, out var cases) ? cases : 5_000;

    public static int OfDurableStores => Math.Max(1, OfMemory / 50);

    /// <summary>The law holds in so many stories, or is broken by one that is as short as it can be made.</summary>
    public static async Task HoldAsync(int cases, Func<Story, Task> law)
    {
        var stories = Arb.From(StoryGen.Any(), story => story.Smaller());
        await Task.Run(() => Prop.ForAll(stories, law).Check(LawConfig.Of(cases)), StoryHosts.Stop);
    }
}
