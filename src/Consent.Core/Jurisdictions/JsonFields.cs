using System.Text.Json;
using static Consent.JurisdictionJson;

namespace Consent;

/// <summary>The fields of one object: each is asked for once; what was not asked for at the end is an error.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<string> _errors;

    public JsonFields(JsonElement element, string place, List<string> errors)
    {
        Place = place;
        _errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{place}: an object is wanted.");
            _errors = [];
            return;
        }

        foreach (var field in element.EnumerateObject())
        {
            _fields.Add(field.Name, field.Value);
        }
    }

    public string Place { get; }

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>Whether it is there, and not null.</summary>
    public bool Says(string name) => _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public void Error(string name, string what) => _errors.Add($"{Place}.{name}: {what}");

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : Wrong<string>(name, "a text");
    }

    public int? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Wrong(name, "a whole number");
    }

    public long? Long(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : Wrong(name, "a whole number");
    }

    public bool? Flag(string name) => Find(name) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => WrongFlag(name),
    };

    public Timestamp? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Timestamp.TryParse(text, null, out var at))
        {
            return at;
        }

        Error(name, "an instant such as 2026-08-10T22:00:00.000000Z is wanted.");
        return null;
    }

    public T? Name<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Find<T>(text) is { } value)
        {
            return value;
        }

        Error(name, $"{text} is none of {Wanted<T>()}.");
        return null;
    }

    public RuleMark? Mark()
    {
        if (Text("mark") is not { } letter)
        {
            return null;
        }

        if (MarkOf(letter) is { } mark)
        {
            return mark;
        }

        Error("mark", "V, S, C, U or R is wanted.");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(v => v.GetString()!)];
        }

        Error(name, value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0 ? "an empty list says nothing: leave it out." : "a list of texts is wanted.");
        return [];
    }

    public IReadOnlyList<T> Names<T>(string name)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (var text in Texts(name))
        {
            if (Find<T>(text) is { } value)
            {
                found.Add(value);
            }
            else
            {
                Error(name, $"{text} is none of {Wanted<T>()}.");
            }
        }

        return found;
    }

    public IEnumerable<JsonFields> Objects(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select((e, i) => new JsonFields(e, $"{Place}.{name}[{i}]", _errors))];
        }

        Error(name, "a list is wanted.");
        return [];
    }

    public IEnumerable<(string Name, JsonFields Fields)> Members(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return [.. value.EnumerateObject().Select(m => (m.Name, new JsonFields(m.Value, $"{Place}.{name}.{m.Name}", _errors)))];
        }

        Error(name, "an object is wanted.");
        return [];
    }

    public IEnumerable<(string Name, int Value)> Numbers(string name)
    {
        if (Find(name) is not { } value)
        {
            yield break;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Error(name, "an object such as {\"default\": 30, \"phone\": 15} is wanted.");
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var number))
            {
                yield return (member.Name, number);
            }
            else
            {
                Error($"{name}.{member.Name}", "a whole number is wanted.");
            }
        }
    }

    public void End()
    {
        foreach (var name in _fields.Keys.Where(name => !_asked.Contains(name)))
        {
            Error(name, "nobody knows this property.");
        }
    }

    private static string Wanted<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(NameOf).Where(n => !string.Equals(n, "none", StringComparison.Ordinal)));

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private T? Wrong<T>(string name, string wanted)
        where T : class
    {
        Error(name, $"{wanted} is wanted.");
        return null;
    }

    private int? Wrong(string name, string wanted)
    {
        Error(name, $"{wanted} is wanted.");
        return null;
    }

    private bool? WrongFlag(string name)
    {
        Error(name, "true or false is wanted.");
        return null;
    }
}
