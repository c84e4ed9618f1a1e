namespace Consent.Interchange;

/// <summary>What each byte means inside a document.</summary>
internal sealed partial class WireFrames
{
    private bool Follow(byte value, bool isFirst, out WireFrame frame)
    {
        frame = default;
        switch (value)
        {
            case (byte)'"':
                _isInText = true;
                _textAt = _isTooLong ? Nowhere : _at;
                break;
            case (byte)'{':
                if (IsAnother(isFirst))
                {
                    frame = _mark >= 0 ? TakeToMark() : Take(_at);
                    return true;
                }

                if (_nesting.Depth <= maxBytes)
                {
                    _nesting.Open(isArray: false);
                }

                break;
            case (byte)'[' when _nesting.Depth > maxBytes:
                break;
            case (byte)'[' when IsPage():
                BeginPage();
                break;
            case (byte)'[':
                _nesting.Open(isArray: true);
                break;
            case (byte)']' when !_nesting.HasArray && IsInElements:
                frame = Take(_at);
                return true;
            case (byte)']' when !_nesting.HasArray:
                _isBroken = true;
                break;
            case (byte)'}' or (byte)']':
                _isBroken |= _nesting.IsInArray != (value == ']');
                _nesting.Close(isArray: value == ']');
                break;
            case (byte)',' when _previous is (byte)',' or (byte)'[' or (byte)'{' or (byte)':':
                _isBroken = true;
                break;
            case (byte)':' when _nesting.Depth == 1:
                _hasConsents |= LastText.SequenceEqual("consents"u8);
                _isInOwnProperty = IsCustomers(LastText);
                break;
            default:
                break;
        }

        _previous = value;
        _at++;
        return _state == State.Document && _nesting.Depth == 0 && End(out frame);
    }

    /// <summary>An object has ended. In no array, the rest of its line is looked at too: if something stands there, the line is no document.</summary>
    private bool End(out WireFrame frame)
    {
        _state = State.Tail;
        frame = IsInElements ? Take(_at) : default;
        return _state == State.Between;
    }

    private bool FollowTail(byte value, out WireFrame frame)
    {
        var isNext = value is (byte)'{' or (byte)'[' or RecordSeparator;
        frame = isNext ? Take(_at) : default;
        _at += isNext ? 0 : 1;
        return isNext;
    }

    private bool FollowOther(byte value, out WireFrame frame)
    {
        var isNext = value is (byte)'{' or (byte)'[' || (IsInElements && value is (byte)',' or (byte)']');
        frame = isNext ? Take(_at) : default;
        _isInText = value == '"';
        _at += isNext ? 0 : 1;
        return isNext;
    }

    /// <summary>Whether this brace begins another document, as the one before does not come to its end.</summary>
    private bool IsAnother(bool isFirst)
    {
        var isAllowed = _previous == ':' || (_nesting.IsInArray && _previous is (byte)'[' or (byte)',');
        if (!isAllowed || _isBroken)
        {
            // What is broken may have brackets in its texts; then only a new line tells.
            return isFirst || !_isBroken;
        }

        if (!isFirst || _line == _frameLine || _indent > _frameIndent)
        {
            return false;
        }

        if (!_isStrict && !_isTooLong && _mark < 0)
        {
            _mark = _at;
            _markLine = _line;
            _markIndent = _indent;
        }

        return _isStrict || _isTooLong;
    }

    private ReadOnlySpan<byte> LastText => _textAt < 0 ? default : _buffer.AsSpan(_textAt + 1, _textEnd - _textAt - 1);
}
