using System.Collections.Immutable;

namespace Consent.Hub.Register;

/// <summary>A contact's settings over time: a row for each that anything was said of, and a bar for each stretch.</summary>
internal sealed record Timeline(Timestamp From, Timestamp To, ImmutableArray<TimelineRow> Rows)
{
    /// <summary>The width that all is drawn in.</summary>
    public const int Width = 600;

    public static Timeline Of(ImmutableArray<AuditEntry> entries, Timestamp now)
    {
        // As the fold sees it: what was recorded without effect, or waits, begins no stretch.
        var said = entries.Where(e => e.Type == AuditEntryType.Changed).SelectMany(e => e.Facts.Statements.Where(s => s.Effect == StatementEffect.InForce).Select(s => (Entry: e, Said: s))).ToList();
        if (said.Count == 0)
        {
            return new(now, now, []);
        }

        var first = said.Min(s => s.Said.OccurredAt);
        var from = first.Plus(TimeSpan.FromDays(-1));
        var to = Timestamp.Max(now, said.Max(s => s.Said.OccurredAt)).Plus(TimeSpan.FromDays(1));
        var length = to.Since(from).TotalSeconds;
        return new(from, to, [.. said.GroupBy(s => (s.Said.Node, s.Said.Flag)).OrderBy(g => g.Key.Node).ThenBy(g => g.Key.Flag).Select(Row)]);

        TimelineRow Row(IGrouping<(PurposePath Node, ConsentFlag Flag), (AuditEntry Entry, EntryStatement Said)> group)
        {
            var steps = group.OrderBy(s => s.Said.OccurredAt).ThenBy(s => s.Entry.Index).ToList();
            return new(group.Key.Node, group.Key.Flag, [.. steps.Select((s, i) => Bar(s.Entry, s.Said, i + 1 < steps.Count ? steps[i + 1].Said.OccurredAt : to))]);
        }

        TimelineBar Bar(AuditEntry entry, EntryStatement statement, Timestamp end)
        {
            var until = statement.Span?.Until is { } pause && pause < end ? pause : end;
            var (x, next) = (PlaceOf(statement.OccurredAt), PlaceOf(until));
            return new(entry.Index, statement.IsActive, statement.IsProtective, statement.OccurredAt, x, Math.Max(2, next - x));
        }

        int PlaceOf(Timestamp at) => (int)Math.Round(Width * at.Since(from).TotalSeconds / length);
    }
}

/// <summary>One setting of one node.</summary>
internal sealed record TimelineRow(PurposePath Node, ConsentFlag Flag, ImmutableArray<TimelineBar> Bars);

/// <summary>From one statement to the next.</summary>
internal sealed record TimelineBar(long Index, bool IsActive, bool IsNo, Timestamp Since, int X, int Width);
