using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Consent.Storage;

/// <summary>How the journal's file writes a record, and how far it has come: one JSON object on a line.</summary>
internal static class JournalLine
{
    private const string IdName = "id";
    private const string AtName = "at";
    private const string GroundName = "ground";
    private const string KeepsName = "keeps";
    private const string KeptName = "kept";
    private const string OwnName = "entries";
    private const string OthersName = "mentions";
    private const string MarkedName = "marked";
    private const string StateName = "as";

    /// <exception cref="ArgumentException">Could not be read again: the entries are not ascending, or one is said to come after a later one, or the state is none.</exception>
    public static byte[] Of(ErasureRecord record) => Written(json =>
    {
        ArgumentNullException.ThrowIfNull(record.Ground, nameof(record));
        if (record.Entries.IsDefault || record.Kept.IsDefault || !AreInOrder(record.Entries.AsSpan()))
        {
            throw new ArgumentException("The entries of a record are indices of the log, ascending, and of one that is somebody else's the index before it.", nameof(record));
        }

        json.WriteString(IdName, record.Id);
        json.WriteString(AtName, record.At.ToString(null, CultureInfo.InvariantCulture));
        json.WriteString(GroundName, record.Ground);
        json.WriteString(KeepsName, Checked(record.Keeps));
        JournalClosings.Write(json, KeptName, record.Kept);

        JournalRequests.Write(json, record.Requests);

        if (record.State != ErasureState.Begun)
        {
            json.WriteString(StateName, Checked(record.State));
        }

        Write(json, OwnName, record.Entries.Where(e => e.IsOwn));
        Write(json, OthersName, record.Entries.Where(e => !e.IsOwn));
    });

    /// <exception cref="ArgumentException">The state is none.</exception>
    public static byte[] OfState(Guid id, ErasureState state) => Written(json =>
    {
        json.WriteString(MarkedName, id);
        json.WriteString(StateName, Checked(state));
    });

    /// <summary>Takes a line to the records read so far.</summary>
    /// <returns>Whether it is a line of a journal.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> line, Dictionary<Guid, ErasureRecord> records, List<Guid> order)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.TryGetProperty(MarkedName, out var marked))
            {
                // What is said of a record that was pruned says nothing any more.
                var state = ReadState(root.GetProperty(StateName));
                if (records.TryGetValue(marked.GetGuid(), out var record))
                {
                    records[record.Id] = record with { State = state };
                }

                return true;
            }

            var read = ReadRecord(root);
            records.Add(read.Id, read);
            order.Add(read.Id);
            return true;
        }
        catch (Exception flaw) when (flaw is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            // Not told on: what is not of a journal may be anything, and messages may quote it.
            return false;
        }
    }

    /// <summary>Whether this is what a crash may leave of a line: its beginning, perhaps with zeros where nothing was written any more.</summary>
    public static bool IsTorn(ReadOnlySpan<byte> end)
    {
        var torn = end.TrimEnd((byte)0);
        if (!Begins(torn, "{\"id\":\""u8) && !Begins(torn, "{\"marked\":\""u8))
        {
            return false;
        }

        try
        {
            var json = new Utf8JsonReader(torn, isFinalBlock: false, default);
            while (json.Read())
            {
                // Whether it goes on like one line, and does not come to its end, is all that is asked.
            }

            return json is not { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Begins(ReadOnlySpan<byte> torn, ReadOnlySpan<byte> beginning) => beginning.StartsWith(torn[..Math.Min(torn.Length, beginning.Length)]);

    private static ErasureRecord ReadRecord(JsonElement root)
    {
        ImmutableArray<JournaledEntry> entries = [.. Entries(root, OwnName, isOwn: true).Concat(Entries(root, OthersName, isOwn: false)).OrderBy(e => e.Index)];
        return new(
            root.GetProperty(IdName).GetGuid(),
            Timestamp.Parse(root.GetProperty(AtName).GetString()!),
            root.GetProperty(GroundName).GetString() ?? throw new FormatException("A record without a ground."),
            Enum.TryParse<ErasureKeeps>(root.GetProperty(KeepsName).GetString(), out var keeps) && Enum.IsDefined(keeps) ? keeps : throw new FormatException("A record that does not say what is kept."),
            JournalClosings.Read(root.GetProperty(KeptName)),
            AreInOrder(entries.AsSpan()) ? entries : throw new FormatException("A record with an entry twice, or before the first."))
        {
            Requests = JournalRequests.Read(root),
            State = root.TryGetProperty(StateName, out var state) ? ReadState(state) : ErasureState.Begun,
        };
    }

    private static IEnumerable<JournaledEntry> Entries(JsonElement root, string name, bool isOwn) => root.GetProperty(name).EnumerateArray().Select(e =>
        e.GetArrayLength() == (isOwn ? 2 : 3)
            ? new JournaledEntry(e[0].GetInt64(), Sha256Digest.Parse(e[1].GetString()!), isOwn, isOwn ? AuditEntry.NotLogged : e[2].GetInt64())
            : throw new FormatException("An entry that is not what it should be."));

    private static ErasureState ReadState(JsonElement json) => json.GetString() switch
    {
        nameof(ErasureState.Begun) => ErasureState.Begun,
        nameof(ErasureState.Done) => ErasureState.Done,
        nameof(ErasureState.Refused) => ErasureState.Refused,
        _ => throw new FormatException("No state of an erasure."),
    };

    private static string Checked<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value.ToString() : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(T).Name} has no such value.");

    private static bool AreInOrder(ReadOnlySpan<JournaledEntry> entries)
    {
        var last = -1L;
        foreach (var entry in entries)
        {
            if (entry.Index <= last || entry.Previous < AuditEntry.NotLogged || entry.Previous >= entry.Index || (entry.IsOwn && entry.Previous != AuditEntry.NotLogged))
            {
                return false;
            }

            last = entry.Index;
        }

        return true;
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<JournaledEntry> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
        {
            json.WriteStartArray();
            json.WriteNumberValue(entry.Index);
            json.WriteStringValue(entry.LeafHash.ToString());
            if (!entry.IsOwn)
            {
                json.WriteNumberValue(entry.Previous);
            }

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
