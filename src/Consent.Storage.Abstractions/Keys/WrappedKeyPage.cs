namespace Consent.Storage;

/// <summary>Keys of contacts as they are kept: a page of 64, wrapped together.</summary>
/// <param name="name">The page's name: that of each of its keys (its handle) with zero for the last byte, which is the key's place.</param>
/// <param name="bytes">The wrapped keys.</param>
public sealed class WrappedKeyPage(Guid name, ReadOnlyMemory<byte> bytes)
{
    /// <summary>The page's name; zeros: the page that holds the key of the database alone.</summary>
    public Guid Name { get; } = name;

    /// <summary>The wrapped keys.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
