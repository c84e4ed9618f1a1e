using System.Globalization;
using System.Text;

namespace Consent.Auditing;

/// <content>The bytes of it.</content>
internal sealed partial class CanonicalJsonWriter
{
    private void Open(byte bracket)
    {
        Separate();
        Byte(bracket);
        _isFirst = true;
    }

    private void Close(byte bracket)
    {
        Byte(bracket);
        _isFirst = false;
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            Byte((byte)',');
        }

        _isFirst = false;
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
        _isFirst = false;
    }

    private void Text(ReadOnlySpan<char> text)
    {
        Byte((byte)'"');
        while (text.IndexOfAny(s_escaped) is >= 0 and var at)
        {
            Plain(text[..at]);
            Escape(text[at]);
            text = text[(at + 1)..];
        }

        Plain(text);
        Byte((byte)'"');
    }

    private void Plain(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(text.Length * 3));

    private void Escape(char c)
    {
        var room = Room(6);
        room[0] = (byte)'\\';
        var letter = c switch
        {
            '"' or '\\' => (byte)c,
            '\b' => (byte)'b',
            '\t' => (byte)'t',
            '\n' => (byte)'n',
            '\f' => (byte)'f',
            '\r' => (byte)'r',
            _ => (byte)'u',
        };
        room[1] = letter;
        _length += 2;
        if (letter == 'u')
        {
            ((int)c).TryFormat(room[2..], out _, "x4", CultureInfo.InvariantCulture);
            _length += 4;
        }
    }

    private void Byte(byte b)
    {
        Room(1)[0] = b;
        _length++;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        return _bytes.AsSpan(_length);
    }
}
