using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Sets the options as the configuration says; what it does not say stays.</summary>
internal static class ConfiguredOptions
{
    public static void Read(ConsentSettings root, ConsentTrackingOptions options)
    {
        ConfiguredLaw.Read(root, options);
        options.Taxonomy = ConfiguredPurposes.Of(root) ?? options.Taxonomy;
        options.Notices = ConfiguredNotices.Of(root) ?? options.Notices;
        options.FutureTolerance = root.Span(nameof(options.FutureTolerance)) ?? options.FutureTolerance;
        options.EarliestPlausible = root.Instant(nameof(options.EarliestPlausible)) ?? options.EarliestPlausible;
        options.TimeZone = TimeZoneOf(root) ?? options.TimeZone;
        options.TransientRetries = root.Number(nameof(options.TransientRetries)) ?? options.TransientRetries;
        options.TransientRetryDelay = root.Span(nameof(options.TransientRetryDelay)) ?? options.TransientRetryDelay;
        options.PublicationInterval = root.Span(nameof(options.PublicationInterval)) ?? options.PublicationInterval;
        options.AlteredRetryDelay = root.Span(nameof(options.AlteredRetryDelay)) ?? options.AlteredRetryDelay;
        options.ScrubInterval = root.Span(nameof(options.ScrubInterval)) ?? options.ScrubInterval;
        if (root.Section("Checkpoints") is { } checkpoints)
        {
            options.CheckpointInterval = checkpoints.Span("Interval") ?? options.CheckpointInterval;
            options.CheckpointEntries = checkpoints.Number("Entries") ?? options.CheckpointEntries;
            options.CheckpointLimit = checkpoints.Span("Limit") ?? options.CheckpointLimit;
        }

        if (root.Section("Start") is { } start)
        {
            options.StartTimeout = start.Span("Timeout") ?? options.StartTimeout;
            options.VerifyStateAtStart = start.Flag("VerifyState") ?? options.VerifyStateAtStart;
        }
    }

    private static TimeZoneInfo? TimeZoneOf(ConsentSettings root)
    {
        const string Key = nameof(ConsentTrackingOptions.TimeZone);
        if (root.Text(Key) is not { } name)
        {
            return null;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        root.Flaw(Key, "this machine knows no such time zone. Write one of the IANA database, such as Europe/Rome.");
        return null;
    }
}
