using System.Text;
using System.Text.Json;

namespace Consent.Interchange;

/// <summary>What stopped the reading of a document, and at which byte. Line and path are worked out only then, so that good documents do not pay for them.</summary>
internal readonly record struct WireFailure(ContactHubErrorCode Code, int At, string Reason)
{
    private const int MaxShownNames = 20;
    private const int MaxShownNameLength = 64;

    /// <summary>The failure that a reader's exception stands for. Its message is not used: it may quote the document.</summary>
    public static WireFailure From(JsonException exception, ReadOnlySpan<byte> document)
    {
        var at = 0;
        for (var line = exception.LineNumber ?? 0; line > 0 && document[at..].IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            at += end + 1;
        }

        return new(ContactHubErrorCode.NotJson, (int)Math.Min(document.Length, at + (exception.BytePositionInLine ?? 0)), "is not JSON");
    }

    /// <summary>The error to report.</summary>
    /// <param name="document">The document.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="isCustomer">Whether it is a customer, of which only <c>consents</c> is looked into.</param>
    public ContactHubError Describe(ReadOnlySpan<byte> document, WirePlace place, bool isCustomer)
    {
        var at = Math.Min(At, document.Length);
        return new(Code, place.Line + LineEnds(document[..at]), PathOf(place.Root, NamesAt(document, at), isCustomer), Reason);
    }

    /// <summary>How many lines end in a text: with CR, LF or both.</summary>
    public static long LineEnds(ReadOnlySpan<byte> text)
    {
        var count = 0L;
        while (text.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var at)
        {
            count++;
            text = text[(text[at..] is [(byte)'\r', (byte)'\n', ..] ? at + 2 : at + 1)..];
        }

        return count;
    }

    private static List<string?> NamesAt(ReadOnlySpan<byte> document, int at)
    {
        var names = new List<string?>();
        var json = new Utf8JsonReader(document, isFinalBlock: false, new JsonReaderState(new() { MaxDepth = document.Length + 1 }));
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    names[^1] = Shown(json);
                }

                if (json.BytesConsumed > at)
                {
                    break;
                }

                Follow(json.TokenType, names);
            }
        }
        catch (JsonException)
        {
            // It breaks off where the document does.
        }

        return names;
    }

    private static void Follow(JsonTokenType token, List<string?> names)
    {
        switch (token)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                names.Add(null);
                return;
            case JsonTokenType.PropertyName:
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                names.RemoveAt(names.Count - 1);
                break;
            default:
                break;
        }

        // A value is done: the next error is not in it.
        if (names.Count > 0)
        {
            names[^1] = null;
        }
    }

    private static string Shown(in Utf8JsonReader json)
    {
        var name = json.ValueSpan;
        if (json.ValueIsEscaped || name.IsEmpty || name.Length > MaxShownNameLength || !char.IsAsciiLetter((char)name[0]))
        {
            return "?";
        }

        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'-'))
            {
                return "?";
            }
        }

        return Encoding.ASCII.GetString(name);
    }

    private static string PathOf(string root, List<string?> names, bool isCustomer)
    {
        var path = new StringBuilder(root);
        var shown = 0;
        foreach (var name in names.OfType<string>())
        {
            path.Append('.').Append(name);
            if (++shown == MaxShownNames || (isCustomer && shown == 1 && !string.Equals(name, "consents", StringComparison.Ordinal)))
            {
                break;
            }
        }

        return path.ToString();
    }
}
