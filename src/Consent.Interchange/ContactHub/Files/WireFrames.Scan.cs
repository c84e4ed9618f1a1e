namespace Consent.Interchange;

/// <summary>What each byte means for where documents begin and end.</summary>
internal sealed partial class WireFrames
{
    private const byte RecordSeparator = 0x1E;

    private readonly WireNesting _nesting = new();
    private bool _hasAnything;
    private bool _isStrict;

    // Where in the file: the line from 1, how far its first character is indented.
    private long _line = 1;
    private int _indent;
    private bool _isLineStart = true;
    private bool _hasLeadingComma;
    private bool _isAfterReturn;

    // The last byte that was no blank, and the last text: the name, if a colon follows.
    private byte _previous;
    private int _textAt = Nowhere;
    private int _textEnd;
    private bool _isInText;
    private bool _isEscaped;
    private bool _isBroken;
    private bool _hasConsents;
    private bool _isInOwnProperty;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private bool Step(out WireFrame frame)
    {
        frame = default;
        if (_isInText)
        {
            PassText();
            return false;
        }

        var value = _buffer[_at];
        if (value is (byte)'\n' or (byte)'\r')
        {
            return EndLine(value, out frame);
        }

        if (value is (byte)' ' or (byte)'\t')
        {
            _indent += _isLineStart && !_hasLeadingComma ? 1 : 0;
            _isAfterReturn = false;
            _at++;
            return false;
        }

        _isAfterReturn = false;
        if (_state == State.Between && _buffer.AsSpan(_at, _end - _at).StartsWith(ByteOrderMark))
        {
            _at += ByteOrderMark.Length;
            return false;
        }

        // A comma at the beginning of a line belongs to the one before.
        var isFirst = _isLineStart;
        _isLineStart = _hasLeadingComma = isFirst && value == ',';
        _hasAnything = true;
        return _state switch
        {
            State.Between => Begin(value, isFirst),
            State.Document => Follow(value, isFirst, out frame),
            State.Tail => FollowTail(value, out frame),
            _ => FollowOther(value, out frame),
        };
    }

    /// <summary>Whether the last bytes are the beginning of a byte order mark, of which the rest is to come.</summary>
    private bool IsHalfMark() => 
        _end - _at < ByteOrderMark.Length && !_isAtEnd && _state == State.Between && !_isInText && ByteOrderMark.StartsWith(_buffer.AsSpan(_at, _end - _at));

    /// <summary>A line ends with CR, LF or both. Nothing but an object goes on over it; a text that does is broken.</summary>
    private bool EndLine(byte value, out WireFrame frame)
    {
        _line += value == '\n' && _isAfterReturn ? 0 : 1;
        _isAfterReturn = value == '\r';
        _isLineStart = true;
        _hasLeadingComma = false;
        _indent = 0;
        var end = _at++;
        var isTaken = _state is State.Tail or State.Other;
        frame = isTaken ? Take(end) : default;
        return isTaken;
    }

    private void PassText()
    {
        var rest = _buffer.AsSpan(_at, _end - _at);
        if (_isEscaped)
        {
            _isEscaped = false;
            if (rest[0] is not ((byte)'\n' or (byte)'\r'))
            {
                _at++;
                return;
            }
        }

        var length = rest.IndexOfAny("\"\\\n\r"u8);
        _at = length < 0 ? _end : _at + length;
        switch (length < 0 ? default : rest[length])
        {
            case (byte)'"':
                _isInText = false;
                _textEnd = _at++;
                _previous = (byte)'"';
                break;
            case (byte)'\\':
                _isEscaped = true;
                _at++;
                break;
            case (byte)'\n' or (byte)'\r':
                _isInText = false;
                _isBroken = true;
                _textAt = Nowhere;
                break;
            default:
                break;
        }
    }

    private bool Begin(byte value, bool isFirst)
    {
        if (_outer is [.., { Kind: not Outer.Elements }])
        {
            PassRest(value, isFirst);
            return false;
        }

        switch (value)
        {
            case (byte)'{':
                BeginFrame(State.Document);
                _nesting.Clear();
                _nesting.Open(isArray: false);
                _previous = value;
                _isBroken = _hasConsents = _isInOwnProperty = false;
                _at++;
                return false;
            case (byte)'[' when _outer.Count == MaxOuter:
                BeginFrame(State.Other);
                _at++;
                return false;
            case (byte)'[':
                BeginElements(IsInElements ? $"{_outer[^1].Array}[{NextElement()}]" : "");
                break;
            case (byte)']' when IsInElements:
                _outer.RemoveAt(_outer.Count - 1);
                break;
            case (byte)',' when IsInElements:
            case RecordSeparator:
                break;
            default:
                BeginFrame(State.Other);
                return false;
        }

        _previous = value;
        _at++;
        return false;
    }

    private void BeginFrame(State state)
    {
        _state = state;
        _frameAt = _at;
        _frameLine = _line;
        _frameIndent = _indent;
        _mark = _textAt = Nowhere;
    }
}
