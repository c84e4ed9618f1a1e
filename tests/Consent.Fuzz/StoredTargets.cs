using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.Tests;

namespace Consent.Fuzz;

/// <summary>What a durable store reads from its rows. Whoever can write into a database may put any bytes there: they are altered, said by <see cref="ConsentStoreException"/>, or by a record that says nothing.</summary>
internal static class StoredTargets
{
    private const byte AsItIs = 0;
    private const int Keys = 64;
    private const int KeyLength = 32;

    private static readonly byte[] s_key = [.. Enumerable.Repeat((byte)7, KeyLength)];
    private static readonly byte[] s_salts = new byte[EntrySealer.SaltsLength];
    private static readonly byte[] s_nonce = new byte[EntryBlob.NonceLength];
    private static readonly Guid s_page = new("01a2295e-8e5c-7b24-8e1d-33af52462d00");

    /// <summary>Made when first used: instrumented code runs only once afl-fuzz is there.</summary>
    private static readonly Lazy<FileKeyEncryptionKey> s_wrapping = new(() => FileKeyEncryptionKey.Open(Path.Combine(Directory.CreateTempSubdirectory("consent-fuzz-").FullName, "key")));

    private static readonly Lazy<StoreContext> s_context = new(() => new(new(new MemoryKeyStore(), s_wrapping.Value), new(s_key), encrypts: true));

    private static readonly Lazy<EntryLeaf> s_leaf = new(() => SealedEntry.FromParts(0, default, s_salts, [], [], [], []).Leaf);

    /// <summary>The column of an entry as it lies there; where it begins with 12, the others are its slots, encrypted as a store does.</summary>
    public static void Entry(byte[] bytes)
    {
        const byte Encrypts = 0x12;
        byte[] blob = bytes is [Encrypts, .. var slots] ? Encrypted(slots) : bytes;
        _ = new StoredEntry(0, s_leaf.Value, blob, s_page).Sealed(new Dictionary<Guid, byte[]> { [s_page] = s_key });
        Read(() => StoredEntry.Opened(0, s_leaf.Value, blob, s_key), _ => { });
        if (EntryBlob.Read(0, s_leaf.Value, blob, s_key) is { } read)
        {
            var again = EntryBlob.Read(0, s_leaf.Value, EntryBlob.Write(read, s_key, s_nonce), s_key);
            for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
            {
                Same(again is not null && read.Payload(slot).SequenceEqual(again.Payload(slot)) && read.Salt(slot).SequenceEqual(again.Salt(slot)));
            }
        }
    }

    /// <summary>A row of the log's tree: its leaf, and what it completes.</summary>
    public static void Leaf(byte[] bytes)
    {
        Read(() => LeafRow.Leaf(bytes), leaf => Same(bytes.AsSpan(0, EntryLeaf.Length).SequenceEqual(LeafRow.Pack(leaf, []))));
        for (var level = 0; level < 8; level++)
        {
            Read(() => LeafRow.Hash(bytes, level), _ => { });
        }
    }

    /// <summary>A contact's row: whether its code is right, the length of the id, the id, the snapshot.</summary>
    public static void Record(byte[] bytes)
    {
        if (bytes.Length < 2 || bytes.Length - 2 < bytes[1])
        {
            return;
        }

        var (id, snapshot) = (bytes.AsMemory(2, bytes[1]), bytes.AsMemory(2 + bytes[1]));
        var codes = s_context.Value.Records;
        var mac = bytes[0] == AsItIs ? new byte[RecordKey.MacLength] : codes.OfContact(id.Span, 1, s_page, 1, 0, snapshot.Span);
        Read(() => new KeptRow(id, 1, s_page, 1, 0, snapshot, mac).Read(s_context.Value), contact =>
        {
            Same(contact.State == ContactState.Altered == (bytes[0] == AsItIs));
            if (contact.State != ContactState.Altered && !snapshot.IsEmpty)
            {
                WrittenAgain(contact);
            }
        });
        var digest = Sha256Digest.OfText("ada").ToString();
        Read(() => s_context.Value.ReadClosed(ContactId.From("ada"), Convert.FromHexString(digest), 1, snapshot.Span, codes.OfClosed(Convert.FromHexString(digest), 1, snapshot.Span)), _ => { });
    }

    /// <summary>A page of keys: as it lies in the key store; or, where it begins with anything but 0, the keys in it.</summary>
    public static void KeyPage(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return;
        }

        var store = new MemoryKeyStore();
        var keys = bytes[1..];
        store.Pages[s_page] = new(s_page, bytes[0] == AsItIs ? keys : Wait(s_wrapping.Value.WrapAsync([keys], default))[0]);
        Guid[] handles = [.. Enumerable.Range(0, Keys + 2).Append(byte.MaxValue).Select(HandleOf)];
        Read(() => Found(store, handles), found =>
        {
            Same(found.All(f => f.Value.AsSpan().SequenceEqual(keys.AsSpan(PlaceOf(f.Key) * KeyLength, KeyLength))));
            var ring = new ContactKeyRing(store, s_wrapping.Value);
            ring.RemoveAsync([handles[0]], default).AsTask().GetAwaiter().GetResult();
            var left = Found(store, handles);
            Same(!left.ContainsKey(handles[0]) && left.Count == found.Count - (found.ContainsKey(handles[0]) ? 1 : 0) && left.All(k => k.Value.AsSpan().SequenceEqual(found[k.Key])));
        });
    }

    private static IReadOnlyDictionary<Guid, byte[]> Found(MemoryKeyStore store, Guid[] handles) => Wait(new ContactKeyRing(store, s_wrapping.Value).FindAsync(handles, default));

    private static Guid HandleOf(int place) => new([.. s_page.ToByteArray(bigEndian: true)[..^1], (byte)place], bigEndian: true);

    private static int PlaceOf(Guid handle) => handle.ToByteArray(bigEndian: true)[^1];

    private static void WrittenAgain(ContactConsents contact)
    {
        var written = ContactSnapshot.ToBytes(contact);
        var again = ContactSnapshot.Read(contact.Id, contact.Taxonomy, written);
        Same(again.SaysTheSameAs(contact) && written.AsSpan().SequenceEqual(ContactSnapshot.ToBytes(again)));
    }

    /// <summary>As <see cref="EntryBlob"/> encrypts.</summary>
    private static byte[] Encrypted(ReadOnlySpan<byte> slots)
    {
        const byte Encrypted = 0x11;
        Span<byte> leaf = stackalloc byte[EntryLeaf.Length];
        s_leaf.Value.CopyTo(leaf);
        var bytes = new byte[1 + s_nonce.Length + slots.Length + 16];
        bytes[0] = Encrypted;
        using var cipher = new System.Security.Cryptography.AesGcm(s_key, 16);
        cipher.Encrypt(s_nonce, slots, bytes.AsSpan(1 + s_nonce.Length, slots.Length), bytes.AsSpan(bytes.Length - 16), leaf);
        return bytes;
    }

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Read<T>(Func<T> read, Action<T> use)
    {
        T value;
        try
        {
            value = read();
        }
        catch (ConsentStoreException)
        {
            return;
        }

        use(value);
    }

    private static void Same(bool isSame) => _ = isSame ? true : throw new InvalidOperationException("What was read is written otherwise.");
}
