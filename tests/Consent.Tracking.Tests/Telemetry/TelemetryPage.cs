using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking.Tests;

/// <summary>docs/telemetry.md, made from the instruments and log events as they are; what an activity spans and what a tag may hold is said here.</summary>
internal static class TelemetryPage
{
    /// <summary>What each activity spans.</summary>
    public static readonly SortedDictionary<string, string> Activities = new(StringComparer.Ordinal)
    {
        ["consent.apply"] = "One change through the one-contact port: reading, working out, committing, and trying again on conflict or transient trouble.",
        ["consent.audience"] = "One count of an audience, or one batch of a list of it, catching up with what was written since included. Its decisions are not counted as decisions.",
        ["consent.audit"] = "One reading of the audit log by the DPO, the entry that records it included. Of a streamed range: until the entry is written.",
        ["consent.bulk"] = "One batch of a bulk run or of its dry run.",
        ["consent.close"] = "One list of ids, or of hashed addresses, closed.",
        ["consent.decide"] = "One decision, or one list of them, the reading of the contacts included.",
        ["consent.erase"] = "One person erased: every round until nothing of them is left.",
        ["consent.explain"] = "One decision with every row asked.",
        ["consent.export"] = "One export of a person's own data, the entries that record it included.",
        ["consent.get"] = "One contact's record read.",
        ["consent.rectify"] = "One wrong record taken out, and the person folded anew.",
        ["consent.link"] = "Two contacts linked, or a link undone.",
        ["consent.merge"] = "One document merged through the one-contact port.",
        ["consent.preferences"] = "One contact's choices with what decides of each.",
        ["consent.preview"] = "One change worked out and not written.",
        ["consent.rebuild"] = "One record that was altered folded anew, the reading of the whole log included.",
        ["consent.receipt"] = "One receipt of a change made, the entry that records it included.",
        ["consent.recover"] = "The log taken up again from a restored backup, the erasures done anew included.",
        ["consent.request"] = "One request of a person filed, extended, answered or refused; filed with the change that is its no.",
    };

    /// <summary>The values that each tag of an instrument may have: names of the model, and so never a person's.</summary>
    public static readonly SortedDictionary<(string Instrument, string Tag), (string Meaning, string[] Values)> Tags = new()
    {
        [("consent.access.denied", "permission")] = ("a `Permission`", Enum.GetNames<Permission>()),
        [("consent.bulk.items", "outcome")] = ("a `ChangeOutcome`", Enum.GetNames<ChangeOutcome>()),
        [("consent.changes", "outcome")] = ("a `ChangeOutcome`", Enum.GetNames<ChangeOutcome>()),
        [("consent.checkpoints", "outcome")] = ("`Made`, `NotSigned`, `Published`, `NotPublished` or `Late`", ["Made", "NotSigned", "Published", "NotPublished", "Late"]),
        [("consent.decisions", "code")] = ("a code of [the rule table](rules.md)", [.. Enum.GetValues<DecisionCode>().Select(DecisionTable.NameOf)]),
        [("consent.decisions", "outcome")] = ("a `DecisionOutcome`", Enum.GetNames<DecisionOutcome>()),
        [("consent.duration", "operation")] = ("the name of the activity", [.. Activities.Keys]),
        [("consent.statements", "code")] = ("the first [change code](changes.md) told, or empty", [.. Enum.GetValues<ChangeCode>().Select(ChangeTable.NameOf), ""]),
        [("consent.statements", "result")] = ("a `StatementResult`", Enum.GetNames<StatementResult>()),
    };

    /// <summary>The log events, as they stand in the code.</summary>
    public static IReadOnlyList<LoggerMessageAttribute> Events { get; } =
    [
        .. typeof(ConsentTracker).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().OrderBy(a => a.EventId),
    ];

    public static string Text(IEnumerable<Instrument> instruments)
    {
        var page = new StringBuilder($"""
            # Telemetry

            Generated from the code of `Consent.Tracking`; a test keeps it equal to what is emitted, and another one runs everything over marked data and finds no
            mark in any log, activity, measurement, exception or written form.

            None of it carries personal data: no contact, change or actor id, no evidence, reason or address. What varies is a name of the model or a count, so
            the number of time series is bounded too.

            ```csharp
            services.AddOpenTelemetry()
                .WithTracing(tracing => tracing.AddSource(ConsentTelemetry.Name))
                .WithMetrics(metrics => metrics.AddMeter(ConsentTelemetry.Name));
            ```

            ## Activities
            Source `{ConsentTelemetry.Name}`; kind Internal; no tags. An activity ends with its operation, however that ended.

            | activity | what it spans |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (name, spans) in Activities)
        {
            page.Append($"| `{name}` | {spans} |\n");
        }

        page.Append($"\n## Instruments\nMeter `{ConsentTelemetry.Name}`. A dry run of a bulk change is timed and not counted.\n\n| instrument | kind | unit | what it tells | tags |\n|---|---|---|---|---|\n");
        foreach (var instrument in instruments.OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var tags = Tags.Where(t => t.Key.Instrument == instrument.Name).Select(t => $"`{t.Key.Tag}`: {t.Value.Meaning}");
            page.Append($"| `{instrument.Name}` | {KindOf(instrument)} | `{instrument.Unit}` | {instrument.Description} | {string.Join("; ", tags)} |\n");
        }

        page.Append($"\n## Log events\nCategory `{typeof(ConsentTracker).FullName}`.\n\n| id | name | level | message |\n|---|---|---|---|\n");
        foreach (var log in Events)
        {
            page.Append($"| {log.EventId} | {NameOf(log)} | {log.Level} | {log.Message} |\n");
        }

        return page.ToString();
    }

    public static string NameOf(LoggerMessageAttribute log) => typeof(ConsentTracker).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .First(m => m.GetCustomAttribute<LoggerMessageAttribute>()?.EventId == log.EventId).Name;

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        _ => instrument.GetType().Name,
    };
}
