using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Consent.Repository.Tests;

/// <summary>The member <c>in</c> of a vector, written and read back. What is false, absent or empty is left out.</summary>
internal static class VectorJson
{
    public static JsonObject Write(FoldVector vector) => Object(
        ("contacts", Texts(vector.Contacts)),
        ("notices", Many(vector.Notices, n => Object(("version", n.Version), ("publishedAt", n.AcceptedAt.ToString())))),
        ("occurredBy", vector.OccurredBy?.ToString()),
        ("asOf", vector.AsOf?.ToString()),
        ("entries", new JsonArray([.. vector.Entries.Select(Write)])),
        ("asked", Many(vector.Asked, n => n)),
        ("askedWithoutMarketing", Many(vector.AskedWithoutMarketing, n => n)),
        ("noticeOf", vector.NoticeOf),
        ("requests", Many(vector.Requests, Write)));

    public static FoldVector Read(JsonNode vector)
    {
        var said = vector["in"]!;
        return new((string)vector["name"]!, (string)vector["about"]!)
        {
            Contacts = Texts(said["contacts"]),
            Notices = [.. Array(said["notices"]).Select(n => new VectorAcceptance((string)n["version"]!, Time(n["publishedAt"])!.Value))],
            OccurredBy = Time(said["occurredBy"]),
            AsOf = Time(said["asOf"]),
            Entries = [.. Array(said["entries"]).Select(ReadEntry)],
            Asked = Texts(said["asked"]),
            AskedWithoutMarketing = Texts(said["askedWithoutMarketing"]),
            NoticeOf = (string?)said["noticeOf"],
            Requests = [.. Array(said["requests"]).Select(ReadRequest)],
        };
    }

    /// <summary>An object of the members that have a value.</summary>
    public static JsonObject Object(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));

    public static JsonArray? Many<T>(ImmutableArray<T> items, Func<T, JsonNode> write) => items.IsEmpty ? null : new([.. items.Select(write)]);

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    private static JsonObject Write(VectorEntry entry) => entry switch
    {
        VectorLink link => Object(("kind", link.IsLinked ? "linked" : "unlinked"), ("contacts", Texts([link.One, link.Other])), ("occurredAt", link.OccurredAt.ToString())),
        VectorChange change => Object(
            ("kind", "changed"), ("contact", change.Contact), ("change", change.Change),
            ("acceptance", change.Acceptance is { } a ? Object(("version", a.Version), ("acceptedAt", a.AcceptedAt.ToString())) : null),
            ("statements", new JsonArray([.. change.Statements.Select(s => Object(
                ("node", s.Node), ("flag", s.Flag.ToString()), ("value", s.Value.ToString()), ("occurredAt", s.OccurredAt.ToString()),
                ("weight", s.Weight.ToString()), ("complete", s.IsComplete), ("notice", s.Notice), ("from", s.From?.ToString()), ("until", s.Until?.ToString()), ("ends", s.Ends?.ToString())))])),
            ("asked", Many(change.Asked, x => Object(("node", x.Node), ("at", x.At.ToString()))))),
        _ => throw new InvalidOperationException("There are two kinds of entries."),
    };

    private static VectorEntry ReadEntry(JsonNode entry)
    {
        if ((string?)entry["kind"] is var kind && !string.Equals(kind, "changed", StringComparison.Ordinal))
        {
            var contacts = Texts(entry["contacts"]);
            return new VectorLink(contacts[0], contacts[1], Time(entry["occurredAt"])!.Value, string.Equals(kind, "linked", StringComparison.Ordinal));
        }

        var statements = Array(entry["statements"]).Select(s => new VectorStatement(
            (string)s["node"]!, Enum.Parse<ConsentFlag>((string)s["flag"]!), Enum.Parse<FlagValue>((string)s["value"]!), Time(s["occurredAt"])!.Value,
            Enum.Parse<StatementWeight>((string)s["weight"]!), (bool)s["complete"]!, (string?)s["notice"])
        {
            From = Time(s["from"]),
            Until = Time(s["until"]),
            Ends = Time(s["ends"]),
        });
        return new VectorChange((string)entry["contact"]!, (string)entry["change"]!, [.. statements],
            entry["acceptance"] is { } a ? new((string)a["version"]!, Time(a["acceptedAt"])!.Value) : null)
        {
            Asked = [.. Array(entry["asked"]).Select(x => new VectorAsked((string)x["node"]!, Time(x["at"])!.Value))],
        };
    }

    private static JsonObject Write(VectorRequest request) => Object(
        ("operation", request.Operation.ToString()), ("contact", request.Contact), ("purpose", request.Purpose), ("ground", request.Ground),
        ("jurisdiction", request.Jurisdiction), ("asOf", request.AsOf.ToString()), ("registerCheckedAt", request.RegisterCheckedAt?.ToString()), ("soldAt", request.SoldAt?.ToString()));

    private static VectorRequest ReadRequest(JsonNode request) => new(
        Enum.Parse<Operation>((string)request["operation"]!), (string)request["contact"]!, (string?)request["purpose"], (string?)request["ground"],
        (string)request["jurisdiction"]!, Time(request["asOf"])!.Value)
    {
        RegisterCheckedAt = Time(request["registerCheckedAt"]),
        SoldAt = Time(request["soldAt"]),
    };

    private static IEnumerable<JsonNode> Array(JsonNode? node) => node?.AsArray().Select(n => n!) ?? [];

    private static ImmutableArray<string> Texts(JsonNode? node) => [.. Array(node).Select(n => (string)n!)];

    private static Timestamp? Time(JsonNode? node) => node is null ? null : Timestamp.Parse((string)node!);
}
