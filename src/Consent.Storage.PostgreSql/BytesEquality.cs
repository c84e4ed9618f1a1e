using System.Diagnostics.CodeAnalysis;

namespace Consent.Storage.PostgreSql;

/// <summary>Bytes compared by what they are.</summary>
internal sealed class BytesEquality : IEqualityComparer<byte[]>
{
    public static BytesEquality Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
