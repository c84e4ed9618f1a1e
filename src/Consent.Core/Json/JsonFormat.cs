using System.Globalization;
using System.Text.Json;

namespace Consent;

/// <summary>The version that every document bears. A minor adds members; a reader refuses a greater major, and members that it does not know of its own minor or a lower one.</summary>
internal static class JsonFormat
{
    public const string Member = "format";
    public const string Written = "1.0";
    private const int Major = 1;
    private const int Minor = 0;

    /// <summary>Looks at the version of a document first: it says what the rest may hold. A document without one is of this version.</summary>
    public static void Check(JsonPart document, JsonReading reading)
    {
        var said = document.Content.Where(m => string.Equals(m.Name, Member, StringComparison.Ordinal)).Select(m => m.Value).ToList();
        if (said.Count > 1)
        {
            reading.Flaw("it stands there twice.", $".{Member}");
        }

        foreach (var version in said)
        {
            if (version.Kind != JsonTokenType.String || !TryRead(version.Text, out var major, out var minor))
            {
                reading.Flaw($"a version such as {Written} is wanted.", $".{Member}");
            }
            else if (major != Major)
            {
                reading.Flaw($"this version reads {Written}.", $".{Member}");
            }
            else
            {
                reading.AllowsUnknown = said.Count == 1 && minor > Minor;
            }
        }
    }

    public static void Describe(JsonSchemaWriter schema)
    {
        schema.Json.WriteStartObject(Member);
        schema.Json.WriteString("description", "The version of the format. Left out: this one.");
        schema.Json.WriteString("const", Written);
        schema.Json.WriteEndObject();
    }

    private static bool TryRead(string? text, out int major, out int minor)
    {
        (major, minor) = (0, 0);
        return text?.Split('.') is [var first, var second] && IsNumber(first, out major) && IsNumber(second, out minor);
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text[0] != '0' || text.Length == 1);
}
