using System.Text.Json;

namespace Consent.AspNetCore;

/// <summary>A person's request as it was sent. An objection and a restriction are a no: nothing around them stops them.</summary>
/// <param name="Kind">Which right.</param>
/// <param name="ReceivedAt">When it came; <see langword="null"/>: now.</param>
/// <param name="Nodes">To what; empty: to everything.</param>
/// <param name="Flaws">What could not be read.</param>
internal sealed record SentRequest(SubjectRequestKind Kind, Timestamp? ReceivedAt, IReadOnlyList<PurposePath> Nodes, IReadOnlyList<FlawAnswer> Flaws)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">The right cannot be read; or something else of a request that is no no.</exception>
    public static SentRequest Read(ReadOnlyMemory<byte> body)
    {
        using var document = RequestBody.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("kind", out var right) || Value(right, e => e.Deserialize(ConsentApiJson.Default.NullableSubjectRequestKind)) is not { } kind)
        {
            throw new JsonException("$.kind: a right is wanted, such as access, erasure or objection.", "$.kind", null, null);
        }

        if (document.RootElement.EnumerateObject().Count(m => m.NameEquals("kind")) > 1)
        {
            throw new JsonException("$.kind: it is there twice: nobody can tell which is meant.", "$.kind", null, null);
        }

        var isNo = kind is SubjectRequestKind.Objection or SubjectRequestKind.Restriction;
        var flaws = new List<FlawAnswer>();
        Timestamp? receivedAt = null;
        var nodes = new List<PurposePath>();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "kind":
                    break;
                case "receivedAt" when Value(member.Value, e => e.Deserialize(ConsentApiJson.Default.NullableTimestamp)) is { } at:
                    receivedAt = at;
                    break;
                case "nodes" when isNo && member.Value.ValueKind == JsonValueKind.Array:
                    nodes.AddRange(Paths(member.Value, flaws));
                    break;
                default:
                    flaws.Add(new("$", "there are kind, receivedAt and, of an objection or restriction, nodes; one of them cannot be read, or there is another."));
                    break;
            }
        }

        return flaws.Count == 0 || isNo ? new(kind, receivedAt, nodes, flaws) : throw new JsonException($"{flaws[0].Path}: {flaws[0].What}", flaws[0].Path, null, null);
    }

    private static IEnumerable<PurposePath> Paths(JsonElement list, List<FlawAnswer> flaws)
    {
        foreach (var (item, i) in list.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (item.ValueKind == JsonValueKind.String && PurposePath.TryParse(item.GetString(), null, out var path))
            {
                yield return path;
            }
            else
            {
                flaws.Add(new($"$.nodes[{i}]", "it is no path; where none is, the no is of everything."));
            }
        }
    }

    private static T? Value<T>(JsonElement from, Func<JsonElement, T?> read)
    {
        try
        {
            return read(from);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
