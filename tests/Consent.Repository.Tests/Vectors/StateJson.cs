using System.Text.Json.Nodes;
using static Consent.Repository.Tests.VectorJson;

namespace Consent.Repository.Tests;

/// <summary>The member <c>out</c> of a vector, in whoever's words the state was worked out.</summary>
internal static class StateJson
{
    public static JsonObject Of(IEnumerable<JsonNode> contacts, IEnumerable<JsonNode> persons, IEnumerable<JsonNode> decisions) => Object(
        ("contacts", new JsonArray([.. contacts])), ("persons", new JsonArray([.. persons])), ("decisions", decisions.ToList() is { Count: > 0 } d ? new JsonArray([.. d]) : null));

    public static JsonObject Contact(
        string contact, IEnumerable<JsonNode> flags, (IEnumerable<JsonNode> Pauses, IEnumerable<JsonNode> Pending, IEnumerable<JsonNode> Asked) beside, IEnumerable<JsonNode> acceptances) => Object(
        ("contact", contact), ("flags", new JsonArray([.. flags])), ("pauses", Some(beside.Pauses)), ("pending", Some(beside.Pending)), ("asked", Some(beside.Asked)),
        ("acceptances", Some(acceptances)));

    /// <summary>A pause, or a give that waits for confirmation.</summary>
    public static JsonObject Beside(string node, string flag, Timestamp at, (string Contact, string Change, int Position) said, Timestamp? until, Timestamp? ends) => Object(
        ("node", node), ("flag", flag), ("occurredAt", at.ToString()), ("until", until?.ToString()), ("ends", ends?.ToString()),
        ("said", Object(("contact", said.Contact), ("change", said.Change), ("position", said.Position))));

    public static JsonObject Asked(string node, Timestamp at) => Object(("node", node), ("at", at.ToString()));

    public static JsonObject Flag(
        string node, string flag, string value, (string Contact, string Change, int Position) inForce, Timestamp at, StatementWeight weight,
        Timestamp? latestProtective, Timestamp? latestPermissive, Timestamp? latestAsserted, bool isGiveOnRecord) => Object(
        ("node", node), ("flag", flag), ("value", value), ("occurredAt", at.ToString()), ("weight", weight.ToString()),
        ("inForce", Object(("contact", inForce.Contact), ("change", inForce.Change), ("position", inForce.Position))),
        ("latestProtective", latestProtective?.ToString()), ("latestPermissive", latestPermissive?.ToString()), ("latestAsserted", latestAsserted?.ToString()),
        ("giveOnRecord", isGiveOnRecord ? true : null));

    public static JsonObject Acceptance(string version, Timestamp at) => Object(("version", version), ("acceptedAt", at.ToString()));

    public static JsonObject Person(IEnumerable<string> contacts, IEnumerable<JsonNode> effective, string? notice) => Object(
        ("contacts", Texts(contacts)), ("effective", effective.ToList() is { Count: > 0 } e ? new JsonArray([.. e]) : null), ("notice", notice));

    public static JsonObject Effective(string node, bool isWithoutMarketing, string status, string restriction, string objection) => Object(
        ("node", node), ("withoutMarketing", isWithoutMarketing ? true : null), ("status", status), ("restriction", restriction), ("objection", objection));

    public static JsonObject Decision(string outcome, string code, string? node, IEnumerable<string> failed) => Object(
        ("outcome", outcome), ("code", code), ("node", node), ("failed", failed.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } f ? Texts(f) : null));

    private static JsonArray? Some(IEnumerable<JsonNode> items) => items.ToList() is { Count: > 0 } some ? new JsonArray([.. some]) : null;
}
