using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Consent;

/// <summary>Feeds a hash unambiguously: every text carries its length, every absent value its own mark.</summary>
internal static class CanonicalHash
{
    public static void Text(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Number(hash, -1);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    public static void Time(IncrementalHash hash, Timestamp? at)
    {
        Number(hash, at.HasValue ? 1 : 0);
        Number(hash, at.GetValueOrDefault().UnixMicroseconds);
    }

    public static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
