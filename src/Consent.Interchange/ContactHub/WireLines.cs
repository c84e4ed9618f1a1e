using System.Buffers;

namespace Consent.Interchange;

/// <summary>Takes a stream apart into lines, in one buffer that grows to the longest line allowed. What is longer is passed over, not kept.</summary>
internal sealed class WireLines(Stream stream, int maxLineBytes) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isAtEnd;
    private bool _isTooLong;

    /// <summary>Reads on from the stream; <see langword="false"/> at its end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        _isAtEnd = count == 0;
        return !_isAtEnd;
    }

    /// <summary>Takes the next whole line; after the end of the stream, what is left.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <param name="isTooLong">Whether it is longer than allowed, and then not there.</param>
    /// <returns><see langword="false"/> when more must be read first, or nothing is left.</returns>
    public bool TryTake(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        line = default;
        isTooLong = false;
        var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (length < 0 && !_isAtEnd)
        {
            _scanned = _end;
            PassOver();
            return false;
        }

        if (length < 0 && _start == _end && !_isTooLong)
        {
            return false;
        }

        var end = length < 0 ? _end : _scanned + length;
        line = _buffer.AsSpan(_start, end - _start);
        line = line is [.. var text, (byte)'\r'] ? text : line;
        isTooLong = _isTooLong || line.Length > maxLineBytes;
        line = isTooLong ? default : line;
        _isTooLong = false;
        _start = _scanned = length < 0 ? end : end + 1;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Personal data does not go back to the pool.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    /// <summary>Forgets the beginning of a line that is too long already, even if its last byte should be a carriage return.</summary>
    private void PassOver()
    {
        if (_isTooLong || _end - _start > (long)maxLineBytes + 1)
        {
            _isTooLong = true;
            _start = _scanned = _end = 0;
        }
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, _buffer.Length * 2L));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
