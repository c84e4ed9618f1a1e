using System.Runtime.CompilerServices;

namespace Consent.Storage;

/// <summary>A contact's key as it is remembered: no object of its own, of which a busy host would have tens of thousands.</summary>
[InlineArray(KeyPage.KeyLength)]
internal struct KeyBytes
{
    private byte _first;

    public static KeyBytes Of(ReadOnlySpan<byte> key)
    {
        var bytes = default(KeyBytes);
        key.CopyTo(bytes);
        return bytes;
    }

    public readonly byte[] ToArray() => ((ReadOnlySpan<byte>)this).ToArray();
}
