namespace Consent.Storage.Tests;

/// <summary>What a test does to pages of keys by hand.</summary>
public static class KeyPages
{
    private const int KeyLength = 32;

    // Its name goes before the keys.
    private const int NameLength = 16;

    /// <summary>What stands before the keys in a page that <see cref="FileKeyEncryptionKey"/> wrapped.</summary>
    public const int Header = 16;

    /// <summary>The page of a handle.</summary>
    public static Guid NameOf(Guid handle) => new([.. handle.ToByteArray(bigEndian: true)[..^1], 0], bigEndian: true);

    /// <summary>Where its key lies in the page, once that is unwrapped.</summary>
    public static Range RangeOf(Guid handle) => (handle.ToByteArray(bigEndian: true)[^1] * KeyLength) is var place && NameLength + place is var start ? start..(start + KeyLength) : default;

    /// <summary>The key as it lies there, wrapped.</summary>
    public static byte[] Part(byte[] wrapped, Guid handle) => wrapped[Header..][RangeOf(handle)];

    /// <summary>A page of keys, wrapped.</summary>
    public static Task<byte[]> WrapAsync(string keyDirectory, Guid name, byte[] keys) => WrapAsync(keyDirectory, [.. name.ToByteArray(bigEndian: true), .. keys]);

    /// <summary>Whether the key of a handle is in the page.</summary>
    public static async Task<bool> HasAsync(string keyDirectory, byte[] wrapped, Guid handle) => (await OpenAsync(keyDirectory, wrapped)).AsSpan(RangeOf(handle)).ContainsAnyExcept((byte)0);

    /// <summary>The page without the key of a handle, as an erasure leaves it.</summary>
    public static async Task<byte[]> WithoutAsync(string keyDirectory, byte[] wrapped, Guid handle)
    {
        var keys = await OpenAsync(keyDirectory, wrapped);
        keys.AsSpan(RangeOf(handle)).Clear();
        return await WrapAsync(keyDirectory, keys);
    }

    private static async Task<byte[]> WrapAsync(string keyDirectory, byte[] content) => (await Wrapping(keyDirectory).WrapAsync([content], TestContext.Current.CancellationToken))[0];

    private static async Task<byte[]> OpenAsync(string keyDirectory, byte[] wrapped) => (await Wrapping(keyDirectory).UnwrapAsync([wrapped], TestContext.Current.CancellationToken))[0];

    private static FileKeyEncryptionKey Wrapping(string keyDirectory) => FileKeyEncryptionKey.Open(Path.Combine(keyDirectory, "key-encryption.key"), mayMake: false);
}
