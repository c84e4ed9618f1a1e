namespace Consent.Storage;

/// <summary>A contact's key in the open, for as long as it is used.</summary>
/// <param name="handle">Whose: random, one for each life of a contact id.</param>
/// <param name="bytes">The key: 32 bytes.</param>
public sealed class ContactKey(Guid handle, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Whose.</summary>
    public Guid Handle { get; } = handle;

    /// <summary>The key.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
