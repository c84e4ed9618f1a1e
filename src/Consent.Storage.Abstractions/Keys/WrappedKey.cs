namespace Consent.Storage;

/// <summary>A key as it is kept: wrapped.</summary>
/// <param name="handle">Whose: random, one for each life of a contact id.</param>
/// <param name="bytes">The wrapped key.</param>
public sealed class WrappedKey(Guid handle, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Whose.</summary>
    public Guid Handle { get; } = handle;

    /// <summary>The wrapped key.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
