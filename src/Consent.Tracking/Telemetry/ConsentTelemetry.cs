using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Consent.Tracking;

/// <summary>The names under which tracking is observed. None of it carries personal data: no ids, no evidence.</summary>
/// <remarks>
/// An activity and a measurement of <c>consent.duration</c> for each operation; counters of changes, statements, decisions, checkpoints, conflicts,
/// retries and refused accesses. Each with its unit and tags: the page <c>docs/telemetry.md</c>. A dry run is timed and not counted.
/// </remarks>
public static class ConsentTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Consent";

    private static readonly ActivitySource s_activities = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_changes = s_meter.CreateCounter<long>("consent.changes", "{change}", "Changes answered, by outcome.");
    private static readonly Counter<long> s_statements = s_meter.CreateCounter<long>("consent.statements", "{statement}", "Statements answered, by result and code.");
    private static readonly Counter<long> s_decisions = s_meter.CreateCounter<long>("consent.decisions", "{decision}", "Decisions made, by outcome and code.");
    private static readonly Counter<long> s_conflicts = s_meter.CreateCounter<long>("consent.conflicts", "{conflict}", "Commits tried again because the contact had moved on.");
    private static readonly Counter<long> s_retries = s_meter.CreateCounter<long>("consent.store.retries", "{retry}", "Calls tried again after transient trouble of the store.");
    private static readonly Counter<long> s_denied = s_meter.CreateCounter<long>("consent.access.denied", "{refusal}", "Accesses refused, by permission.");
    private static readonly Counter<long> s_items = s_meter.CreateCounter<long>("consent.bulk.items", "{item}", "Items of bulk runs, by outcome.");
    private static readonly Counter<long> s_checkpoints = s_meter.CreateCounter<long>("consent.checkpoints", "{checkpoint}", "Checkpoints, by what became of them: made once, published or not in each place, late for the commit that made it.");
    private static readonly Counter<long> s_altered = s_meter.CreateCounter<long>("consent.records.altered", "{record}", "Records and other rows met that do not verify: altered in the database, or damaged.");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("consent.duration", "s", "How long an operation took, by operation.");

    /// <summary>Traces and times an operation until it is disposed of.</summary>
    internal static Watched Watch(string operation) => new(operation, s_activities.StartActivity(operation), Stopwatch.GetTimestamp());

    internal static void Count(BulkItem item)
    {
        s_items.Add(1, new KeyValuePair<string, object?>("outcome", item.Outcome.ToString()));
        foreach (var result in item.Results)
        {
            Count(result);
        }
    }

    internal static void Count(ChangeResult result)
    {
        s_changes.Add(1, new KeyValuePair<string, object?>("outcome", result.Outcome.ToString()));
        foreach (var statement in result.Statements)
        {
            s_statements.Add(
                1,
                new KeyValuePair<string, object?>("result", statement.Result.ToString()),
                new KeyValuePair<string, object?>("code", statement.Notes.IsEmpty ? "" : ChangeTable.NameOf(statement.Notes[0].Code)));
        }
    }

    internal static void Count(in ConsentDecision decision) => s_decisions.Add(
        1,
        new KeyValuePair<string, object?>("outcome", decision.Outcome.ToString()),
        new KeyValuePair<string, object?>("code", DecisionTable.NameOf(decision.Code)));

    internal static void Count(CheckpointOutcome outcome) => s_checkpoints.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    internal static void CountAltered(long count = 1) => s_altered.Add(count);

    internal static void CountConflict() => s_conflicts.Add(1);

    internal static void CountRetry() => s_retries.Add(1);

    internal static void CountDenied(Permission permission) => s_denied.Add(1, new KeyValuePair<string, object?>("permission", permission.ToString()));

    internal readonly record struct Watched(string Operation, Activity? Activity, long Start) : IDisposable
    {
        public void Dispose()
        {
            Activity?.Dispose();
            s_duration.Record(Stopwatch.GetElapsedTime(Start).TotalSeconds, new KeyValuePair<string, object?>("operation", Operation));
        }
    }
}
