using System.Text.Json;

namespace Consent;

/// <summary>Writes an enumeration as the code that entries keep: its name in camel case, <c>selfService</c>.</summary>
/// <remarks>An enumeration has few values, so they are looked through.</remarks>
internal static class PayloadCode<TEnum>
    where TEnum : struct, Enum
{
    private static readonly (TEnum Value, JsonEncodedText Code)[] s_codes =
        [.. Enum.GetValues<TEnum>().Select(v => (v, JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(v.ToString()))))];

    public static ReadOnlySpan<byte> Utf8(TEnum value) => Code(value).EncodedUtf8Bytes;

    public static string Of(TEnum value) => Code(value).Value;

    public static TEnum? Find(ReadOnlySpan<byte> code)
    {
        foreach (var (value, known) in s_codes)
        {
            if (known.EncodedUtf8Bytes.SequenceEqual(code))
            {
                return value;
            }
        }

        return null;
    }

    private static JsonEncodedText Code(TEnum value)
    {
        foreach (var (known, code) in s_codes)
        {
            if (EqualityComparer<TEnum>.Default.Equals(known, value))
            {
                return code;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(TEnum).Name} has no such value.");
    }
}
