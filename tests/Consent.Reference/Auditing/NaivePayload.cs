using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Consent.Reference;

/// <summary>Whether bytes are the JSON of a slot: a table of what docs/audit-log.md says, over a parser that is not ours.</summary>
public static class NaivePayload
{
    private const string Segment = "[A-Za-z][A-Za-z0-9_-]{0,63}";

    private static readonly Func<JsonNode?, bool> s_any = Text(_ => true);
    private static readonly Func<JsonNode?, bool> s_truth = v => v is JsonValue it && it.TryGetValue<bool>(out _);
    private static readonly Func<JsonNode?, bool> s_integer = v => v is JsonValue it && it.TryGetValue<long>(out var number) && number is >= 0 and < 1L << 53;
    private static readonly Func<JsonNode?, bool> s_digest = Matching("[0-9A-Fa-f]{64}");
    private static readonly Func<JsonNode?, bool> s_time = Text(t => DateTime.TryParseExact(t, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    private static readonly Func<JsonNode?, bool> s_occurrence = v => s_time(v) || Text(IsDay)(v);
    private static readonly Func<JsonNode?, bool> s_path = Text(IsPath);

    private static readonly Dictionary<string, Func<JsonNode?, bool>> s_slots = new()
    {
        ["facts"] = Members(
            ("acceptance?", Members(("acceptedAt", s_time), ("ends?", s_time), ("language?", Stored(35)), ("textSha256?", s_digest), ("version", Stored(128)))),
            ("asked?", Items(Members(("at", s_time), ("node", s_path)))),
            ("changeSha256?", s_digest),
            ("closed?", Members(
                ("digest", s_digest), ("kind", Matching("erased|neverContact|rectified")), ("linked?", Items(s_digest)),
                ("links?", Items(Members(("at", s_time), ("digest", s_digest), ("linked", s_truth), ("permissiveFrom", s_time)))),
                ("lists?", v => Items(Members(("at", s_time), ("list", Stored(64))))(v) && AreInOrder([.. v!.AsArray().Select(l => l!["list"]!.GetValue<string>())])),
                ("noes?", v => Items(Members(("at", s_time), ("node", s_path)))(v) && AreInOrder([.. v!.AsArray().Select(n => n!["node"]!.GetValue<string>())])), ("since", s_time))),
            ("details?", v => v is JsonObject texts && texts.All(t => s_any(t.Value))),
            ("erased?", Items(v => v is JsonArray { Count: 2 } pair && pair.All(s_integer) && pair[0]!.GetValue<long>() <= pair[1]!.GetValue<long>())),
            ("erasedOthers?", v => Items(o => Members(("index", s_integer), ("prev", p => s_integer(p) || p?.ToJsonString() == "-1"))(o) && o!["prev"]!.GetValue<long>() < o["index"]!.GetValue<long>())(v)),
            ("linkOccurredAt?", s_time),
            ("linkPermissiveFrom?", s_time),
            ("recordedAt", s_time),
            ("rectifies?", s_integer),
            ("rules", s_any),
            ("source?", Matching("userInterface|api|import|selfService|system")),
            ("statements?", Items(Members(
                ("effect", Matching("inForce|superseded|wouldWeaken|noWithoutEffect|pending")), ("ends?", s_time), ("flag", Matching("status|restriction|objection")), ("from?", s_time),
                ("node", s_path), ("occurredAt", s_time), ("until?", s_time), ("value", s_truth), ("weight", Matching("pending|asserted|attested"))))),
            ("taxonomy", s_any),
            ("type", Stored(64)),
            ("v", v => s_integer(v) && v!.GetValue<long>() == 1)),
        ["subject"] = v => Members(("contact", Stored(256)), ("incarnation?", Matching("[0-9A-Fa-f]{32}")), ("other?", Stored(256)), ("prev", v => s_integer(v) || v?.ToJsonString() == "-1"), ("revision?", s_integer))(v)
            && v!.AsObject().ContainsKey("incarnation") == v.AsObject().ContainsKey("revision"),
        ["actor"] = Members(("authority?", s_any), ("id", s_any), ("linkKind?", Matching("unsubscribe|doubleOptIn|preferences")), ("linkMadeAt?", s_time),
            ("roles?", Items(Matching("contact|operator|apiClient|system|dataProtectionOfficer|privacyManager|contactByLink")))),
        ["evidence"] = v => Members(
            ("asked?", Items(s_integer)),
            ("change?", Stored(200)),
            ("contentSha256?", s_digest),
            ("document?", Members(
                ("acceptedAt?", s_time), ("asOf", s_time), ("flags?", f => f is JsonObject flags && flags.All(n => IsPath(n.Key) && Matching("(?!---)[-AIN][-AI]{2}")(n.Value))),
                ("givenAt?", g => g is JsonObject gives && gives.All(n => IsPath(n.Key) && s_time(n.Value))), ("source", Stored(128)))),
            ("evidence?", Items(Members(
                ("actedBy?", Matching("unstated|person|guardian|controller|representative")), ("awaits?", s_truth), ("confirmed?", s_truth), ("confirmedPoint?", s_digest), ("contract?", Stored(1024)),
                ("cut?", c => c is JsonObject cut && cut.All(t => s_digest(t.Value))),
                ("details?", d => d is JsonObject { Count: <= 16 } details && details.All(t => IsStored(t.Key, 64) && Stored(1024)(t.Value))),
                ("ground?", Stored(1024)), ("method?", Stored(1024)), ("reference?", Stored(1024)), ("source?", Stored(1024)), ("textSha256?", s_digest), ("toldFirst?", s_truth)))),
            ("reason?", s_any),
            ("reasonSha256?", s_digest),
            ("rectifies?", Stored(200)),
            ("statements?", Items(Members(("claimed?", s_occurrence), ("claimedUntil?", s_time), ("evidence", s_integer), ("notice?", s_any)))))(v)
            && (v!["statements"]?.AsArray() ?? []).All(s => s!["evidence"]!.GetValue<long>() < (v["evidence"]?.AsArray().Count ?? 0))
            && (v["asked"]?.AsArray() ?? []).All(place => place!.GetValue<long>() < (v["evidence"]?.AsArray().Count ?? 0)),
    };

    /// <summary>Whether these bytes may stand in this slot: in canonical form, with all the members that the slot must have and none that it may not.</summary>
    public static bool IsWellFormed(string slot, byte[] payload)
    {
        if (payload.Length == 0)
        {
            return slot != "facts";
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(payload);
            var node = JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return NaiveCanonicalJson.Of(node) == text && s_slots[slot](node);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static Func<JsonNode?, bool> Members(params (string Name, Func<JsonNode?, bool> IsRight)[] members) => node =>
        node is JsonObject it
        && it.All(m => members.Any(known => known.Name.TrimEnd('?') == m.Key && known.IsRight(m.Value)))
        && members.All(known => known.Name.EndsWith('?') || it.ContainsKey(known.Name));

    /// <summary>Each once, in the order of their UTF-16 code units.</summary>
    private static bool AreInOrder(List<string> names) => names.SequenceEqual(names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static Func<JsonNode?, bool> Items(Func<JsonNode?, bool> isRight) => node => node is JsonArray items && items.All(isRight);

    private static Func<JsonNode?, bool> Text(Func<string, bool> isRight) => node => node is JsonValue it && it.TryGetValue<string>(out var text) && isRight(text);

    private static Func<JsonNode?, bool> Matching(string pattern) => Text(text => Regex.IsMatch(text, $@"\A(?:{pattern})\z"));

    private static Func<JsonNode?, bool> Stored(int length) => Text(text => IsStored(text, length));

    private static bool IsStored(string text, int length) => text.Length <= length && !string.IsNullOrWhiteSpace(text) && !text.Contains('\0');

    private static bool IsDay(string text) =>
        Regex.IsMatch(text, @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([+-](0[0-9]|1[0-4]):[0-5][0-9]/[+-](0[0-9]|1[0-4]):[0-5][0-9])?\z") && !text.Contains("-00:00") && !Regex.IsMatch(text, "14:0[1-9]|14:[1-5]")
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2 and <= 9998;

    private static bool IsPath(string text) => text.Length <= 256 && Regex.IsMatch(text, $@"\A(?!all\.){Segment}(\.{Segment}){{0,15}}\z");
}
