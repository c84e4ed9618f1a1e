using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Consent.Storage;

/// <summary>How a line of the journal says what is kept of the ids that go.</summary>
internal static class JournalClosings
{
    private const string DigestName = "digest";
    private const string KindName = "kind";
    private const string SinceName = "since";
    private const string ListsName = "lists";
    private const string ListName = "list";
    private const string AtName = "at";
    private const string NoesName = "noes";
    private const string NodeName = "node";
    private const string LinkedName = "linked";

    public static void Write(Utf8JsonWriter json, string name, ImmutableArray<JournaledClosing> kept)
    {
        json.WriteStartArray(name);
        foreach (var (closed, linked) in kept)
        {
            json.WriteStartObject();
            json.WriteString(DigestName, closed.Digest.ToString());
            json.WriteString(KindName, closed.WithoutLists().Kind.ToString());
            json.WriteString(SinceName, closed.WithoutLists().Since.ToString(null, CultureInfo.InvariantCulture));
            json.WriteStartArray(ListsName);
            foreach (var list in closed.Lists)
            {
                json.WriteStartObject();
                json.WriteString(ListName, list.List);
                json.WriteString(AtName, list.At.ToString(null, CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (!closed.Noes.IsEmpty)
            {
                json.WriteStartArray(NoesName);
                foreach (var no in closed.Noes)
                {
                    json.WriteStartObject();
                    json.WriteString(NodeName, no.Node.ToString());
                    json.WriteString(AtName, no.At.ToString(null, CultureInfo.InvariantCulture));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteStartArray(LinkedName);
            foreach (var digest in linked)
            {
                json.WriteStringValue(digest.ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <exception cref="FormatException">Not such a list.</exception>
    public static ImmutableArray<JournaledClosing> Read(JsonElement json) => [.. json.EnumerateArray().Select(ReadOne)];

    private static IEnumerable<KeptNo> NoesOf(JsonElement json) => json.TryGetProperty(NoesName, out var noes)
        ? noes.EnumerateArray().Select(n => new KeptNo(PurposePath.Parse(n.GetProperty(NodeName).GetString()!), Timestamp.Parse(n.GetProperty(AtName).GetString()!)))
        : [];

    private static JournaledClosing ReadOne(JsonElement json) => new(
        json.GetProperty(ListsName).EnumerateArray().Aggregate(
            new ClosedId(
                Sha256Digest.Parse(json.GetProperty(DigestName).GetString()!),
                Enum.TryParse<ClosedKind>(json.GetProperty(KindName).GetString(), out var kind) && Enum.IsDefined(kind) ? kind : throw new FormatException("No kind of a closed id."),
                Timestamp.Parse(json.GetProperty(SinceName).GetString()!)),
            (closed, list) => closed.And(list.GetProperty(ListName).GetString()!, Timestamp.Parse(list.GetProperty(AtName).GetString()!))).And(NoesOf(json)),
        [.. json.GetProperty(LinkedName).EnumerateArray().Select(d => Sha256Digest.Parse(d.GetString()!))]);
}
