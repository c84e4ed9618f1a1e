using System.Buffers.Binary;
using System.Text;

namespace Consent;

/// <summary>Hashes parts unambiguously: every text carries its length, every absent value its own mark.</summary>
/// <remarks>The parts are put together first: each call of the native function costs as much as hashing a hundred bytes.</remarks>
internal sealed class CanonicalHash
{
    [ThreadStatic]
    private static CanonicalHash? s_instance;

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Begins a hash. One at a time for each thread.</summary>
    public static CanonicalHash Begin()
    {
        var hash = s_instance ??= new();
        hash._length = 0;
        return hash;
    }

    public void Text(string? text)
    {
        if (text is null)
        {
            Number(-1);
            return;
        }

        Text(text.AsSpan());
    }

    public void Text(ReadOnlySpan<char> text)
    {
        var start = _length;
        Number(0);
        var length = Encoding.UTF8.GetBytes(text, Next(Encoding.UTF8.GetMaxByteCount(text.Length)));
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(start), length);
        _length = start + sizeof(long) + length;
    }

    public void Time(Timestamp? at)
    {
        Number(at.HasValue ? 1 : 0);
        Number(at.GetValueOrDefault().UnixMicroseconds);
    }

    public void Number(long number) => BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), number);

    public Sha256Digest Finish() => Sha256Digest.Of(_bytes.AsSpan(0, _length));

    private Span<byte> Next(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        }

        var next = _bytes.AsSpan(_length, length);
        _length += length;
        return next;
    }
}
