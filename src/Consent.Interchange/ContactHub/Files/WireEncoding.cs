using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Consent.Interchange;

/// <summary>Gives a file's text as UTF-8, whether it is UTF-8 or UTF-16, with or without a byte order mark.</summary>
/// <remarks>
/// What is no text in UTF-16, a lone surrogate or half a code unit, becomes a byte that UTF-8 never has: it is then told as bad UTF-8 is, and
/// no text is read as another one. UTF-16 without a mark is known by its first character, which in JSON is always ASCII.
/// </remarks>
internal sealed class WireEncoding(Stream stream) : IDisposable
{
    /// <summary>The least room that <see cref="ReadAsync"/> needs.</summary>
    public const int LeastRoom = 64;

    private const int RawSize = 16 * 1024;
    private const byte NoText = 0xFF;

    private byte[] _raw = ArrayPool<byte>.Shared.Rent(RawSize);
    private int _rawStart;
    private int _rawEnd;
    private bool _isAtEnd;
    private bool _isKnown;
    private bool _isUtf16;
    private bool _isSwapped;

    /// <summary>Reads on.</summary>
    /// <param name="destination">To where; at least <see cref="LeastRoom"/> bytes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>How many bytes of UTF-8; 0 at the end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!_isKnown)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            Detect();
        }

        if (!_isUtf16)
        {
            var kept = Math.Min(_rawEnd - _rawStart, destination.Length);
            _raw.AsMemory(_rawStart, kept).CopyTo(destination);
            _rawStart += kept;
            return kept > 0 || _isAtEnd ? kept : await stream.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            if (Transcode(destination.Span) is > 0 and var written)
            {
                return written;
            }

            if (_isAtEnd)
            {
                return 0;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Personal data does not go back to the pool.
        ArrayPool<byte>.Shared.Return(_raw, clearArray: true);
        _raw = [];
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _raw.AsSpan(_rawStart, _rawEnd - _rawStart).CopyTo(_raw);
        _rawEnd -= _rawStart;
        _rawStart = 0;
        var count = await stream.ReadAsync(_raw.AsMemory(_rawEnd, RawSize - _rawEnd), cancellationToken).ConfigureAwait(false);
        _rawEnd += count;
        _isAtEnd = count == 0;
    }

    private void Detect()
    {
        var first = _raw.AsSpan(0, _rawEnd);
        if (first.Length < 2)
        {
            _isKnown = _isAtEnd;
            return;
        }

        var isBigEndian = first is [0xFE, 0xFF, ..] or [0, not 0, ..];
        _isUtf16 = isBigEndian || first is [0xFF, 0xFE, ..] or [not 0, 0, ..];
        _isSwapped = isBigEndian == BitConverter.IsLittleEndian;
        _isKnown = true;
    }

    private int Transcode(Span<byte> destination)
    {
        Span<char> units = stackalloc char[LeastRoom];
        var total = 0;
        while (destination.Length - total >= 3)
        {
            var left = (_rawEnd - _rawStart) / 2;
            var count = Math.Min(units.Length, left);
            if (count == 0)
            {
                break;
            }

            Units(count, units);
            var status = Utf8.FromUtf16(units[..count], destination[total..], out var read, out var written, replaceInvalidSequences: false, isFinalBlock: _isAtEnd && count == left);
            total += written;
            _rawStart += read * 2;
            if (status == OperationStatus.InvalidData)
            {
                destination[total++] = NoText;
                _rawStart += 2;
            }
            else if (read == 0)
            {
                // Half of a surrogate pair, of which the rest is to come, or no room for a whole character.
                break;
            }
        }

        if (_isAtEnd && _rawEnd - _rawStart == 1 && total < destination.Length)
        {
            destination[total++] = NoText;
            _rawStart = _rawEnd;
        }

        return total;
    }

    private void Units(int count, Span<char> units)
    {
        var raw = MemoryMarshal.Cast<byte, ushort>(_raw.AsSpan(_rawStart, count * 2));
        var values = MemoryMarshal.Cast<char, ushort>(units);
        if (_isSwapped)
        {
            BinaryPrimitives.ReverseEndianness(raw, values);
        }
        else
        {
            raw.CopyTo(values);
        }
    }
}
