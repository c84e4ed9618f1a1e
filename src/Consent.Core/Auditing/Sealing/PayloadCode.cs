using System.Collections.Frozen;
using System.Text.Json;

namespace Consent;

/// <summary>Writes an enumeration as the code that entries keep: its name in camel case, <c>selfService</c>.</summary>
internal static class PayloadCode<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, JsonEncodedText> s_codes =
        Enum.GetValues<TEnum>().ToFrozenDictionary(v => v, v => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(v.ToString())));

    private static readonly FrozenDictionary<string, TEnum> s_values = s_codes.ToFrozenDictionary(c => c.Value.Value, c => c.Key, StringComparer.Ordinal);

    public static ReadOnlySpan<byte> Utf8(TEnum value) => s_codes[value].EncodedUtf8Bytes;

    public static string Of(TEnum value) => s_codes[value].Value;

    public static TEnum? Find(string code) => s_values.TryGetValue(code, out var value) ? value : null;
}
