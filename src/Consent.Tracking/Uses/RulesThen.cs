using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The rules that a use was decided by, where this host can have them: its options, and what was published in the log until some entry.</summary>
internal static class RulesThen
{
    /// <returns><see langword="null"/>: this host has others.</returns>
    public static async ValueTask<ConsentRules?> FindAsync(TrackingContext tracking, LoggedUse use, CancellationToken cancellationToken)
    {
        if (use.Use.Notices is null)
        {
            return null;
        }

        await tracking.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        if (AreOf(use, tracking.Rules))
        {
            return tracking.Rules;
        }

        // A host knows what others published a moment later, so the rules are those of some entry before: the latest that fits.
        var (notices, purposes) = (await PublishedAsync(tracking, AuditEntryType.NoticePublished, use, cancellationToken).ConfigureAwait(false),
            await PublishedAsync(tracking, AuditEntryType.TaxonomyChanged, use, cancellationToken).ConfigureAwait(false));
        foreach (var last in notices.Concat(purposes).Select(e => e.Index).Append(AuditEntry.NotLogged).Order().Reverse())
        {
            var rules = With(tracking.RulesOfOptions, notices.Where(e => e.Index <= last), purposes.Where(e => e.Index <= last));
            if (AreOf(use, rules))
            {
                return rules;
            }
        }

        return null;
    }

    private static bool AreOf(LoggedUse use, ConsentRules rules) =>
        string.Equals(rules.Version, use.RulesVersion, StringComparison.Ordinal) && string.Equals(rules.Taxonomy.Stamp, use.TaxonomyVersion, StringComparison.Ordinal)
        && rules.Notices.Fingerprint() == use.Use.Notices;

    private static ConsentRules With(ConsentRules options, IEnumerable<AuditEntry> notices, IEnumerable<AuditEntry> purposes) => options
        .With(options.Notices.With(NoticeCatalog.Empty.With(notices.Select(e => Read(e, LogEvents.PublishedNotice)).OfType<Notice>(), out _).Notices, out _))
        .With(options.Taxonomy.With([.. purposes.Select(e => Read(e, LogEvents.PublishedPurpose)).OfType<TaxonomyAddition>()], out _));

    private static T? Read<T>(AuditEntry entry, Func<AuditEntry, T?> read)
        where T : class
    {
        try
        {
            return read(entry);
        }
        catch (Exception flaw) when (flaw is FormatException or ArgumentException)
        {
            // Of a later version of this library: it was left out then, too.
            return null;
        }
    }

    private static ValueTask<ImmutableArray<AuditEntry>> PublishedAsync(TrackingContext tracking, AuditEntryType type, LoggedUse use, CancellationToken cancellationToken) =>
        tracking.EntriesAsync(new LogQuery { Type = type, To = use.Use.LogSizeAfter }, cancellationToken);
}
