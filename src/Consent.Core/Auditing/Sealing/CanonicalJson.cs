using System.Text.Json;
using System.Text.Unicode;

namespace Consent;

/// <summary>Reads a payload strictly: one JSON object in UTF-8 and nothing beside it.</summary>
internal static class CanonicalJson
{
    /// <summary>The greatest magnitude of an integer: 2^53 - 1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    private const int MaxDepth = 16;

    /// <summary>The document; the caller disposes it.</summary>
    /// <exception cref="MalformedPayloadException">A byte order mark, surrounding space, trailing bytes, invalid UTF-8, a lone surrogate, a member there twice, too deep, not an object, or not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> payload, EntrySlot slot)
    {
        var bytes = payload.Span;
        if (bytes.IsEmpty || bytes[0] != (byte)'{' || bytes[^1] != (byte)'}')
        {
            throw new MalformedPayloadException(slot, "$", "is not one JSON object without anything around it");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new MalformedPayloadException(slot, "$", "is not valid UTF-8");
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            Check(document.RootElement, slot, hasEscapes: bytes.Contains((byte)'\\'));
            return document;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            throw new MalformedPayloadException(slot, "$", "is not strict JSON: a member twice, a lone surrogate, too deep, or cut off");
        }
        catch (MalformedPayloadException)
        {
            document?.Dispose();
            throw;
        }
    }

    /// <summary>Every text can be read, and every number is an integer that all readers read alike.</summary>
    /// <remarks>The bytes are valid UTF-8, so only an escape can make a lone surrogate.</remarks>
    private static void Check(JsonElement element, EntrySlot slot, bool hasEscapes)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = hasEscapes ? member.Name : null;
                    Check(member.Value, slot, hasEscapes);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, slot, hasEscapes);
                }

                break;
            case JsonValueKind.String when hasEscapes:
                _ = element.GetString();
                break;
            case JsonValueKind.Number:
                if (!element.TryGetInt64(out var number) || number is > MaxInteger or < -MaxInteger)
                {
                    throw new MalformedPayloadException(slot, "$", "has a number that is not an integer within 2^53");
                }

                break;
            default:
                break;
        }
    }
}
