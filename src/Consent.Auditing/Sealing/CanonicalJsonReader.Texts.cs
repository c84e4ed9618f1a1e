using System.Buffers;
using System.Text;

namespace Consent.Auditing;

/// <summary>Texts, with the escapes that are canonical and no others.</summary>
internal ref partial struct CanonicalJsonReader
{
    private const string NotCanonical = "has an escape that is not canonical";
    private static readonly SearchValues<byte> s_textEnds = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public string TextValue()
    {
        var plain = PlainStart();
        if (Next == '"')
        {
            _at++;
            return Encoding.UTF8.GetString(plain);
        }

        var text = new StringBuilder(Encoding.UTF8.GetString(plain));
        while (Next == '\\')
        {
            _at++;
            text.Append(Escaped()).Append(Encoding.UTF8.GetString(Plain()));
        }

        Take((byte)'"', "has a character that is escaped in canonical JSON, or is cut off");
        return text.ToString();
    }

    /// <summary>A text that has no escapes; what is written without them is no other text with them.</summary>
    private ReadOnlySpan<byte> PlainValue()
    {
        var plain = PlainStart();
        Take((byte)'"', "is not a text of plain characters");
        return plain;
    }

    private ReadOnlySpan<byte> PlainStart()
    {
        Take((byte)'"', "is not a text");
        return Plain();
    }

    private ReadOnlySpan<byte> Plain()
    {
        var rest = _bytes[_at..];
        var length = rest.IndexOfAny(s_textEnds);
        length = length < 0 ? rest.Length : length;
        _at += length;
        return rest[..length];
    }

    /// <summary>What RFC 8785, 3.2.2.2 escapes, and how.</summary>
    private char Escaped()
    {
        var letter = Next;
        _at++;
        switch (letter)
        {
            case (byte)'"' or (byte)'\\':
                return (char)letter;
            case (byte)'b':
                return '\b';
            case (byte)'t':
                return '\t';
            case (byte)'n':
                return '\n';
            case (byte)'f':
                return '\f';
            case (byte)'r':
                return '\r';
            case (byte)'u' when _bytes[_at..] is [(byte)'0', (byte)'0', var high and ((byte)'0' or (byte)'1'), var low, ..] && "0123456789abcdef"u8.IndexOf(low) is >= 0 and var digit:
                var control = (char)(((high - '0') << 4) | digit);
                _at += 4;
                return control is '\b' or '\t' or '\n' or '\f' or '\r' ? throw Flaw(NotCanonical) : control;
            default:
                throw Flaw(NotCanonical);
        }
    }
}
