using System.Text;
using System.Text.Json.Nodes;

namespace Consent.Reference;

/// <summary>RFC 8785 as plainly as it can be said, for texts, integers, booleans, arrays and objects.</summary>
public static class NaiveCanonicalJson
{
    public static string Of(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(",", members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => Text(m.Key) + ":" + Of(m.Value))) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Of)) + "]",
        JsonValue value when value.TryGetValue<string>(out var text) => Text(text),
        JsonValue value when value.TryGetValue<bool>(out var truth) => truth ? "true" : "false",
        _ => node.AsValue().GetValue<long>().ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Text(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return result.Append('"').ToString();
    }
}
