using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Consent;

/// <content>Decisions that were used.</content>
public static partial class LogEvents
{
    private const string Campaign = "campaign";
    private const string Message = "message";
    private const string Request = "request";
    private const string Facts = "facts";
    private const string OtherFacts = "otherFacts";
    private const string LogSize = "logSize";
    private const string DecidedAt = "decidedAt";
    private const string Asked = "asked";
    private const string Permitted = "permitted";
    private const string CutOff = "cutOff";
    private const string MetAltered = "metAltered";
    private const string AwaitedRestore = "awaitedRestore";
    private const string Notices = "noticesSha256";

    /// <summary>Decisions about many contacts were used. It names none of them, nor the actor where that is a contact too, and moves nobody's record.</summary>
    /// <param name="use">What for, and what they rested on.</param>
    /// <param name="actor">Who used them.</param>
    /// <param name="rules">The rules that decided.</param>
    /// <param name="at">Our clock.</param>
    /// <exception cref="ArgumentException">It has more than <see cref="RecordedUse.MaxRequests"/> kinds of requests.</exception>
    public static AuditEntry Used(RecordedUse use, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(use);
        ArgumentNullException.ThrowIfNull(actor);
        if (use.Requests.Length > RecordedUse.MaxRequests)
        {
            throw new ArgumentException($"One use asks at most {RecordedUse.MaxRequests} kinds of things.", nameof(use));
        }

        var details = Details(
            (Campaign, use.Reference.Campaign), (LogSize, Span(Digits(use.LogSize), Digits(use.LogSizeAfter))), (DecidedAt, Span(use.DecidedFrom.ToString(null, CultureInfo.InvariantCulture), use.DecidedUntil.ToString(null, CultureInfo.InvariantCulture))),
            (Permitted, Digits(use.Permitted))).ToBuilder();
        Add(Message, use.Reference.Message);
        Add(Facts, use.SharedFacts == RequestFacts.None ? null : SharedFacts.ToJson(use.SharedFacts));
        Add(OtherFacts, use.HasOtherFacts ? "true" : null);
        Add(Asked, use.Asked is { } asked ? Digits(asked) : null);
        Add(CutOff, use.IsCutOff ? "true" : null);
        Add(MetAltered, use.HasMetAltered ? "true" : null);
        Add(AwaitedRestore, use.HasAwaitedRestore ? "true" : null);
        Add(Notices, use.Notices?.ToString());
        for (var i = 0; i < use.Requests.Length; i++)
        {
            Add(Request + Digits(i + 1), use.Requests[i].ToJson());
        }

        return Entry(AuditEntryType.Used, rules, at, details.ToImmutable()) with
        {
            Actor = StaffOnly(actor),
        };

        void Add(string name, string? text)
        {
            if (text is not null)
            {
                details.Add(name, text);
            }
        }
    }

    /// <summary>What a <c>used</c> entry says.</summary>
    /// <exception cref="ArgumentException">Not such an entry.</exception>
    /// <exception cref="FormatException">A detail of it cannot be read.</exception>
    public static RecordedUse UseOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != AuditEntryType.Used)
        {
            throw new ArgumentException("Not the entry of a use.", nameof(entry));
        }

        try
        {
            return UseOf(entry.Facts.Details);
        }
        catch (Exception flaw) when (flaw is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("The entry of a use has a detail that cannot be read.", flaw);
        }
    }

    private static RecordedUse UseOf(ImmutableSortedDictionary<string, string> details)
    {
        var (size, sizeAfter) = Parts(details[LogSize]);
        var (from, until) = Parts(details[DecidedAt]);
        return new()
        {
            Reference = new(details[Campaign], details.GetValueOrDefault(Message)),
            Requests = [.. Enumerable.Range(1, RecordedUse.MaxRequests).Select(i => details.GetValueOrDefault(Request + Digits(i))).OfType<string>().Select(text => Read(text, UsedRequest.FromJson))],
            SharedFacts = details.TryGetValue(Facts, out var facts) ? Read(facts, SharedFacts.FromJson) : RequestFacts.None,
            HasOtherFacts = details.ContainsKey(OtherFacts),
            LogSize = Number(size),
            LogSizeAfter = Number(sizeAfter),
            DecidedFrom = Timestamp.Parse(from),
            DecidedUntil = Timestamp.Parse(until),
            Asked = details.TryGetValue(Asked, out var asked) ? Number(asked) : null,
            Permitted = Number(details[Permitted]),
            IsCutOff = details.ContainsKey(CutOff),
            HasMetAltered = details.ContainsKey(MetAltered),
            HasAwaitedRestore = details.ContainsKey(AwaitedRestore),
            Notices = details.TryGetValue(Notices, out var notices) ? Sha256Digest.Parse(notices) : null,
        };
    }

    private static T Read<T>(string text, Func<JsonElement, T> read)
    {
        using var json = JsonDocument.Parse(text);
        return read(json.RootElement);
    }

    private static string Span(string from, string until) => $"{from}/{until}";

    private static (string From, string Until) Parts(string text) => text.Split('/') is [var from, var until] ? (from, until) : throw new FormatException("A detail of a use is no span.");

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => CanonicalDecimal.TryParse(text, out var number) ? number : throw new FormatException("A detail of a use is no number.");
}
