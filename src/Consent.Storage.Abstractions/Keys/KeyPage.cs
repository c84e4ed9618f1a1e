using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>A page of keys in the open. It is made whole, by one process; a key that was erased is zeros, which never are a key.</summary>
/// <param name="name">The page's name.</param>
/// <param name="keys">The keys, place after place.</param>
internal sealed class KeyPage(Guid name, byte[] keys)
{
    /// <summary>How many keys a page is made with.</summary>
    public const int Places = 64;

    /// <summary>The length of a key, in bytes.</summary>
    public const int KeyLength = 32;

    private const int NameLength = 16;

    public Guid Name { get; } = name;

    public byte[] Keys { get; } = keys;

    /// <summary>The page that holds the key of this handle.</summary>
    public static Guid NameOf(Guid handle) => Handle(handle, 0);

    /// <summary>A page as it was unwrapped: its name goes before the keys, so that one in the place of another is found.</summary>
    /// <param name="name">The name that it was found under.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="ConsentStoreException">It is another page.</exception>
    public static KeyPage Read(Guid name, byte[] content) =>
        content.Length >= NameLength && new Guid(content.AsSpan(0, NameLength), bigEndian: true) == name
            ? new(name, content[NameLength..])
            : throw new ConsentStoreException("A page of contacts' keys is another one than its name says: somebody wrote into the key store. Bring the page back from a backup of the keys.");

    /// <summary>What is wrapped.</summary>
    public byte[] Content()
    {
        var content = new byte[NameLength + Keys.Length];
        Name.TryWriteBytes(content, bigEndian: true, out _);
        Keys.CopyTo(content, NameLength);
        return content;
    }

    /// <summary>Pages full of new keys. Their names are version 7 UUIDs, in the order of which they lie in the key store.</summary>
    public static KeyPage[] Make(int count)
    {
        // Drawn for all names at once: asking takes longer than getting.
        var names = RandomNumberGenerator.GetBytes(count * NameLength);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var made = new KeyPage[count];
        for (var i = 0; i < count; i++)
        {
            var name = names.AsSpan(i * NameLength, NameLength);
            BinaryPrimitives.WriteInt64BigEndian(name, (now << 16) | 0x7000 | (BinaryPrimitives.ReadInt64BigEndian(name) & 0x0FFF));
            name[8] = (byte)((name[8] & 0x3F) | 0x80);
            made[i] = new(NameOf(new(name, bigEndian: true)), RandomNumberGenerator.GetBytes(Places * KeyLength));
        }

        return made;
    }

    /// <summary>How many places it has.</summary>
    public int Count => Keys.Length / KeyLength;

    /// <summary>The key in a place of a page that was just made.</summary>
    public ContactKey KeyAt(int place) => new(Handle(Name, (byte)place), Keys.AsMemory(place * KeyLength, KeyLength));

    /// <summary>The key of a handle; <see langword="null"/>: it was erased, or never was.</summary>
    public byte[]? Find(Guid handle) => At(PlaceOf(handle)) is var key && key.ContainsAnyExcept((byte)0) ? key.ToArray() : null;

    /// <summary>Overwrites the keys of handles with zeros.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Erase(IEnumerable<Guid> handles)
    {
        var anyWas = false;
        foreach (var handle in handles)
        {
            var key = At(PlaceOf(handle));
            anyWas |= key.ContainsAnyExcept((byte)0);
            key.Clear();
        }

        return anyWas;
    }

    /// <summary>The bytes of a place; none beyond the page.</summary>
    private Span<byte> At(int place) => (place + 1) * KeyLength <= Keys.Length ? Keys.AsSpan(place * KeyLength, KeyLength) : [];

    private static int PlaceOf(Guid handle)
    {
        Span<byte> bytes = stackalloc byte[NameLength];
        handle.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[^1];
    }

    private static Guid Handle(Guid name, byte place)
    {
        Span<byte> bytes = stackalloc byte[NameLength];
        name.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[^1] = place;
        return new(bytes, bigEndian: true);
    }
}
