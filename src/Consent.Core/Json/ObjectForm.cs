using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>An object with members of fixed names. Read strictly: what is not known, missing, twice or unreadable is told.</summary>
/// <param name="name">Its name in schemas.</param>
/// <param name="about">What it is, in schemas.</param>
/// <param name="members">Its members, as they are written.</param>
/// <param name="make">Makes it of members that are all right; <see langword="null"/> where they do not fit together, which it tells. No function: it is never read.</param>
internal sealed class ObjectForm<T>(string name, string about, IReadOnlyList<JsonMember<T>> members, ObjectForm<T>.Maker? make) : JsonForm<T>
{
    public delegate bool Maker(JsonMembers members, JsonReading reading, [MaybeNullWhen(false)] out T made);

    private readonly Dictionary<string, JsonMember<T>> _byName = Placed(members);

    /// <summary>Whether it is a document of its own, with a version of its format.</summary>
    public bool IsDocument { get; init; }

    /// <summary>Why it is never read, for whoever tries.</summary>
    public string? NotRead { get; init; }

    /// <summary>What a schema says besides, as JSON: which members go together.</summary>
    public string? Besides { get; init; }

    /// <summary>Whether a member that only a later version knows must not be passed over, for what it holds.</summary>
    public Func<JsonPart, bool> Matters { get; init; } = _ => false;

    /// <summary>Whether a name is that of a member, small letters or capitals.</summary>
    public bool Knows(string? memberName) => memberName is not null && _byName.Keys.Contains(memberName, StringComparer.OrdinalIgnoreCase);

    public override void Write(Utf8JsonWriter json, T value)
    {
        json.WriteStartObject();
        WriteMembers(json, value);
        json.WriteEndObject();
    }

    public override void WriteRoot(Utf8JsonWriter json, T value)
    {
        json.WriteStartObject();
        if (IsDocument)
        {
            json.WriteString(JsonFormat.Member, JsonFormat.Written);
        }

        WriteMembers(json, value);
        json.WriteEndObject();
    }

    public override bool TryRead(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out T value) => TryRead(part, reading, isRoot: false, out value);

    public override bool TryReadRoot(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out T value) => TryRead(part, reading, IsDocument, out value);

    private bool TryRead(JsonPart part, JsonReading reading, bool isRoot, [MaybeNullWhen(false)] out T value)
    {
        var before = reading.Count;
        var read = make is null ? throw new NotSupportedException(NotRead) : Members(part, reading, isRoot);
        value = default;
        try
        {
            return reading.Count == before && make(read, reading, out value);
        }
        catch (ArgumentException)
        {
            value = default;
            return reading.Flaw("its members do not fit together.");
        }
    }

    /// <summary>All members that can be read; all that is wrong is told.</summary>
    public JsonMembers Members(JsonPart part, JsonReading reading, bool isRoot = false)
    {
        var values = new object?[members.Count];
        if (part.Kind != JsonTokenType.StartObject)
        {
            reading.Flaw("an object is wanted.");
            return new(values);
        }

        if (isRoot)
        {
            JsonFormat.Check(part, reading);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (memberName, content) in part.Content)
        {
            if (isRoot && string.Equals(memberName, JsonFormat.Member, StringComparison.Ordinal))
            {
                continue;
            }

            if (memberName is null || !_byName.TryGetValue(memberName, out var member))
            {
                _ = (reading.AllowsUnknown && !Knows(memberName) && !Matters(content)) || reading.Flaw("a member of it has a name that is not known.");
                continue;
            }

            if (!seen.Add(memberName))
            {
                reading.Flaw("it stands there twice.", $".{memberName}");
                continue;
            }

            var before = reading.Count;
            values[member.Place] = content.Kind == JsonTokenType.Null && !member.IsRequired ? null : member.Read(content, reading);
            reading.Within(before, $".{memberName}");
        }

        foreach (var member in members.Where(m => m.IsRequired && !seen.Contains(m.Name)))
        {
            reading.Flaw("it is missing.", $".{member.Name}");
        }

        if (!part.IsWhole)
        {
            reading.Flaw("the object ends early.");
        }

        return new(values);
    }

    public override void Describe(JsonSchemaWriter schema) => Describe(schema, isRoot: false);

    public override void DescribeRoot(JsonSchemaWriter schema) => Describe(schema, isRoot: true);

    public override void Refer(JsonSchemaWriter schema) => schema.Refer(name, this);

    private void Describe(JsonSchemaWriter schema, bool isRoot)
    {
        schema.Json.WriteString("type", "object");
        schema.Json.WriteString("description", about);
        schema.Json.WriteBoolean("additionalProperties", false);
        schema.Json.WriteStartArray("required");
        foreach (var member in members.Where(m => m.IsRequired))
        {
            schema.Json.WriteStringValue(member.Name);
        }

        schema.Json.WriteEndArray();
        schema.Json.WriteStartObject("properties");
        if (isRoot && IsDocument)
        {
            JsonFormat.Describe(schema);
        }

        foreach (var member in members)
        {
            member.Describe(schema);
        }

        schema.Json.WriteEndObject();
        if (Besides is { } besides)
        {
            schema.Members(besides);
        }
    }

    private void WriteMembers(Utf8JsonWriter json, T value)
    {
        foreach (var member in members)
        {
            member.Write(json, value);
        }
    }

    private static Dictionary<string, JsonMember<T>> Placed(IReadOnlyList<JsonMember<T>> members)
    {
        var byName = new Dictionary<string, JsonMember<T>>(members.Count, StringComparer.Ordinal);
        for (var i = 0; i < members.Count; i++)
        {
            members[i].Place = i;
            byName.Add(members[i].Name, members[i]);
        }

        return byName;
    }
}
