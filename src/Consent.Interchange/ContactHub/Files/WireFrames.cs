using System.Buffers;

namespace Consent.Interchange;

/// <summary>
/// Takes a file apart into its documents as it comes: JSON Lines, arrays, pages of the product's API, documents written over many lines, one
/// after another. In one buffer that grows to the longest document allowed; what is longer is passed over, not kept.
/// </summary>
/// <remarks>
/// <para>Only brackets, texts and line ends are looked at, so a document that is broken inside costs no other one. One that does not end is
/// cut off where another one surely begins: at a brace that JSON does not allow where it stands.</para>
/// <para>Where the brace is allowed, on a line indented no more than the document's own, the place is remembered: if the document does not come to its
/// end, it ended there. That happens once in a file; from then on each such line begins a document, so that no file is read more than twice.</para>
/// </remarks>
internal sealed partial class WireFrames(Stream stream, int maxBytes) : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private const int Nowhere = -1;

    private readonly WireEncoding _source = new(stream);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _at;
    private int _end;
    private bool _isAtEnd;

    // Of the document begun; _frameAt is where it begins in the buffer, _mark where it may have ended.
    private State _state;
    private int _frameAt;
    private long _frameLine;
    private int _frameIndent;
    private int _mark;
    private long _markLine;
    private int _markIndent;
    private bool _isTooLong;
    private bool _hasFrames;

    private enum State
    {
        /// <summary>Between documents.</summary>
        Between,

        /// <summary>In an object.</summary>
        Document,

        /// <summary>Behind an object that stands in no array, on its last line.</summary>
        Tail,

        /// <summary>In what is no object, where one should be.</summary>
        Other,
    }

    /// <summary>Reads on from the stream; <see langword="false"/> at its end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var count = await _source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        _isAtEnd = count == 0;
        return !_isAtEnd;
    }

    /// <summary>Takes the next whole document; after the end of the stream, what is left.</summary>
    /// <returns><see langword="false"/> when more must be read first, or nothing is left.</returns>
    public bool TryTake(out WireFrame frame)
    {
        while (_at < _end && !IsHalfMark())
        {
            if (Step(out frame) || TryCutLong(out frame))
            {
                return true;
            }
        }

        if (_isAtEnd)
        {
            return TryTakeLast(out frame);
        }

        ForgetLong();
        frame = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();

        // Personal data does not go back to the pool.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private WireFrame Take(int end)
    {
        var bytes = _buffer.AsSpan(_frameAt, end - _frameAt);
        var isTooLong = _isTooLong || bytes.Length > maxBytes;
        _state = State.Between;
        _isTooLong = false;
        _hasFrames = true;
        return new()
        {
            Kind = isTooLong ? WireFrameKind.TooLong : WireFrameKind.Document,
            Bytes = isTooLong ? default : bytes.TrimEnd(" \t\r\n"u8),
            Line = _frameLine,
            Array = IsInElements ? _outer[^1].Array : "",
            Element = IsInElements ? NextElement() : -1,
        };
    }

    /// <summary>Takes the document up to where it may have ended, and goes on from there.</summary>
    private WireFrame TakeToMark()
    {
        _at = _mark;
        _line = _markLine;
        _indent = _markIndent;
        _isLineStart = _hasLeadingComma = _isAfterReturn = _isInText = _isEscaped = false;
        _isStrict = true;
        return Take(_mark);
    }

    private bool TryTakeLast(out WireFrame frame)
    {
        frame = default;
        if (_state != State.Between)
        {
            frame = _mark >= 0 && _state == State.Document ? TakeToMark() : Take(_end);
            return true;
        }

        if (_outer.Count > 0)
        {
            _outer.Clear();
            _hasFrames = true;
            frame = new() { Kind = WireFrameKind.CutOff, Line = _line, Element = -1, Array = "" };
            return true;
        }

        if (_hasFrames || !_hasAnything)
        {
            return false;
        }

        _hasFrames = true;
        frame = new() { Kind = WireFrameKind.Empty, Line = 1, Element = -1, Array = "" };
        return true;
    }

    /// <summary>A document that grows too long ended where it may have ended; if nowhere, it is passed over.</summary>
    private bool TryCutLong(out WireFrame frame)
    {
        frame = default;
        if (_state == State.Between || _isTooLong || _at - _frameAt <= maxBytes)
        {
            return false;
        }

        if (_mark >= 0)
        {
            frame = TakeToMark();
            return true;
        }

        _isTooLong = true;
        _textAt = Nowhere;
        return false;
    }

    private void ForgetLong()
    {
        if (_isTooLong)
        {
            _frameAt = _at = _end = 0;
        }
    }

    private void MakeRoom()
    {
        if (_buffer.Length - _end >= WireEncoding.LeastRoom)
        {
            return;
        }

        var keptFrom = _state == State.Between ? _at : _frameAt;
        var source = _buffer.AsSpan(keptFrom, _end - keptFrom);
        if (keptFrom > 0)
        {
            source.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, _buffer.Length * 2L));
            source.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        _at -= keptFrom;
        _end -= keptFrom;
        _frameAt -= keptFrom;
        _mark -= _mark >= 0 ? keptFrom : 0;
        _textAt -= _textAt >= 0 ? keptFrom : 0;
        _textEnd -= keptFrom;
    }
}
