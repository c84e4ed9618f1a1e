namespace Consent;

/// <summary>The dates that a statement carries besides the one on which it was said. Few statements have one. In time is from &lt;= t &lt; until.</summary>
/// <param name="From">Of a give: from when it may be relied on.</param>
/// <param name="Until">Of a give: until when. Of a restriction or objection: it is a pause, and over then.</param>
/// <param name="Ends">Of a statement that waits for confirmation: from when it is as never said.</param>
public sealed record StatementSpan(Timestamp? From = null, Timestamp? Until = null, Timestamp? Ends = null)
{
    /// <summary>A span with these dates; <see langword="null"/> when there are none.</summary>
    internal static StatementSpan? Of(Timestamp? from, Timestamp? until, Timestamp? ends = null) =>
        from is null && until is null && ends is null ? null : new(from, until, ends);
}
