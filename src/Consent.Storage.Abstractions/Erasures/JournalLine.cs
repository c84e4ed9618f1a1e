using System.Globalization;
using System.Text.Json;

namespace Consent.Storage;

/// <summary>How the journal's file writes a record, and how far it has come: one JSON object on a line.</summary>
internal static class JournalLine
{
    private const string IdName = "id";
    private const string AtName = "at";
    private const string GroundName = "ground";
    private const string ForgetName = "forgetWholly";
    private const string SuppressedName = "suppressedSince";
    private const string OwnName = "entries";
    private const string OthersName = "mentions";
    private const string MarkedName = "marked";
    private const string StateName = "as";

    public static byte[] Of(ErasureRecord record) => Written(json =>
    {
        json.WriteString(IdName, record.Id);
        json.WriteString(AtName, record.At.ToString(null, CultureInfo.InvariantCulture));
        json.WriteString(GroundName, record.Ground);
        json.WriteBoolean(ForgetName, record.ForgetWholly);
        if (record.SuppressedSince is { } since)
        {
            json.WriteString(SuppressedName, since.ToString(null, CultureInfo.InvariantCulture));
        }

        Write(json, OwnName, record.Entries.Where(e => e.IsOwn));
        Write(json, OthersName, record.Entries.Where(e => !e.IsOwn));
    });

    public static byte[] OfState(Guid id, ErasureState state) => Written(json =>
    {
        json.WriteString(MarkedName, id);
        json.WriteString(StateName, state.ToString());
    });

    /// <summary>Takes a line to the records read so far.</summary>
    /// <exception cref="FormatException">Not a line of a journal.</exception>
    public static void Read(ReadOnlyMemory<byte> line, Dictionary<Guid, ErasureRecord> records, List<Guid> order)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.TryGetProperty(MarkedName, out var marked))
            {
                // What is said of a record that was pruned says nothing any more.
                if (records.TryGetValue(marked.GetGuid(), out var record))
                {
                    records[record.Id] = record with { State = Enum.Parse<ErasureState>(root.GetProperty(StateName).GetString()!) };
                }

                return;
            }

            var read = ReadRecord(root);
            records.Add(read.Id, read);
            order.Add(read.Id);
        }
        catch (Exception flaw) when (flaw is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("Not a line of a journal.", flaw);
        }
    }

    private static ErasureRecord ReadRecord(JsonElement root) => new(
        root.GetProperty(IdName).GetGuid(),
        Timestamp.Parse(root.GetProperty(AtName).GetString()!),
        root.GetProperty(GroundName).GetString() ?? throw new FormatException("A record without a ground."),
        root.GetProperty(ForgetName).GetBoolean(),
        root.TryGetProperty(SuppressedName, out var since) ? Timestamp.Parse(since.GetString()!) : null,
        [.. Entries(root, OwnName, isOwn: true).Concat(Entries(root, OthersName, isOwn: false)).OrderBy(e => e.Index)]);

    private static IEnumerable<JournaledEntry> Entries(JsonElement root, string name, bool isOwn) =>
        root.GetProperty(name).EnumerateArray().Select(e => new JournaledEntry(e[0].GetInt64(), Sha256Digest.Parse(e[1].GetString()!), isOwn));

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<JournaledEntry> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
        {
            json.WriteStartArray();
            json.WriteNumberValue(entry.Index);
            json.WriteStringValue(entry.LeafHash.ToString());
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static byte[] Written(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
