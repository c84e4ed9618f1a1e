using System.Text.Json;

namespace Consent;

/// <summary>The codes of an enumeration: its members in camel case, as the log has them, or in capitals, as documentation and words have them.</summary>
internal static class CodeForm<TEnum>
    where TEnum : struct, Enum
{
    /// <summary><c>selfService</c>.</summary>
    public static TextForm<TEnum> Form { get; } = Of(value => PayloadCode<TEnum>.Of(value));

    private static TextForm<TEnum> Of(Func<TEnum, string> nameOf) => Of(nameOf, Enum.GetValues<TEnum>());

    /// <summary>With other names than the log's.</summary>
    public static TextForm<TEnum> Of(Func<TEnum, string> nameOf, IEnumerable<TEnum> values)
    {
        var byName = values.ToDictionary(nameOf, value => value, StringComparer.Ordinal);
        var names = string.Join(",", byName.Keys.Select(name => $"\"{name}\""));
        return new(
            JsonNamingPolicy.CamelCase.ConvertName(typeof(TEnum).Name), $$"""{"type":"string","enum":[{{names}}]}""", byName.Count > 40 ? "one of the codes of the documentation" : $"one of {string.Join(", ", byName.Keys)}",
            nameOf, (string text, out TEnum value) => byName.TryGetValue(text, out value));
    }
}
