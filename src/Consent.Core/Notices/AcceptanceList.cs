using System.Collections.Immutable;

namespace Consent;

/// <summary>Acceptances as a set: each once, in one order, so that any order of arrival gives the same list.</summary>
internal static class AcceptanceList
{
    public static ImmutableArray<NoticeAcceptance> InOrder(this IEnumerable<NoticeAcceptance> acceptances) =>
    [
        .. acceptances.Distinct().OrderBy(a => a.AcceptedAt).ThenBy(a => a.Version, StringComparer.Ordinal)
            .ThenBy(a => a.Language, StringComparer.Ordinal).ThenBy(a => a.TextSha256?.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>The version of the latest acceptance dated at or before an instant, or <see langword="null"/>.</summary>
    public static string? LatestVersion(this ImmutableArray<NoticeAcceptance> acceptances, Timestamp at, NoticeCatalog notices)
    {
        NoticeAcceptance? latest = null;
        foreach (var acceptance in acceptances)
        {
            if (acceptance.AcceptedAt <= at && (latest is null || notices.Compare(acceptance, latest) > 0))
            {
                latest = acceptance;
            }
        }

        return latest?.Version;
    }

    /// <summary>Whether the text that was accepted last before an instant, or first after it, is none that the version has. Where the two differ, both must be known.</summary>
    public static bool IsOfUnknownText(this ImmutableArray<NoticeAcceptance> acceptances, string version, Timestamp at, NoticeCatalog notices)
    {
        Timestamp? before = null;
        Timestamp? after = null;
        foreach (var acceptance in acceptances)
        {
            if (!string.Equals(acceptance.Version, version, StringComparison.Ordinal))
            {
                continue;
            }

            if (acceptance.AcceptedAt <= at)
            {
                before = acceptance.AcceptedAt;
            }
            else
            {
                // INVARIANT: acceptances are in order, so the first of them is the nearest.
                after ??= acceptance.AcceptedAt;
            }
        }

        foreach (var acceptance in acceptances)
        {
            if ((acceptance.AcceptedAt == before || acceptance.AcceptedAt == after) && string.Equals(acceptance.Version, version, StringComparison.Ordinal)
                && notices.FlawOf(version, acceptance.TextSha256) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
