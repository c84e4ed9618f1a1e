using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent.Auditing;

/// <summary>An entry's leaf, and the slots of it that are shown, each with its salt. Slots that are not shown stay commitments. Immutable.</summary>
/// <remarks>
/// Written as canonical JSON: <c>leaf</c>, the 132 bytes in base 64, and <c>slots</c>, for each one shown its <c>payload</c> and <c>salt</c> in base 64. It
/// proves itself against the leaf; that the leaf is in the log, a <see cref="TlogProof"/> shows.
/// </remarks>
public sealed class EntryDisclosure : IEquatable<EntryDisclosure>
{
    private static readonly EntrySlot[] s_inOrder = [EntrySlot.Actor, EntrySlot.Evidence, EntrySlot.Facts, EntrySlot.Subject];
    private readonly ImmutableDictionary<EntrySlot, DisclosedSlot> _slots;

    private EntryDisclosure(EntryLeaf leaf, ImmutableDictionary<EntrySlot, DisclosedSlot> slots)
    {
        Leaf = leaf;
        _slots = slots;
    }

    /// <summary>The leaf.</summary>
    public EntryLeaf Leaf { get; }

    /// <summary>The slots that are shown.</summary>
    public IEnumerable<EntrySlot> Shown => _slots.Keys.Order();

    /// <summary>Shows slots of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="slots">Which; none given: all four.</param>
    /// <exception cref="ArgumentException">The entry was erased: there is nothing to show.</exception>
    public static EntryDisclosure Of(SealedEntry entry, params ReadOnlySpan<EntrySlot> slots)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.IsErased)
        {
            throw new ArgumentException("The slots of this entry were erased.", nameof(entry));
        }

        var shown = ImmutableDictionary.CreateBuilder<EntrySlot, DisclosedSlot>();
        foreach (var slot in slots.IsEmpty ? s_inOrder : slots)
        {
            shown[slot] = new([.. entry.Salt(slot)], [.. entry.Payload(slot)]);
        }

        return new(entry.Leaf, shown.ToImmutable());
    }

    /// <summary>The first slot shown whose bytes are not those that the leaf commits to; <see langword="null"/> when all are.</summary>
    public EntrySlot? FirstBrokenSlot()
    {
        foreach (var slot in Shown)
        {
            if (!SlotCommitment.Opens(Leaf[slot], slot, _slots[slot].Salt.AsSpan(), _slots[slot].Payload.AsSpan()))
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>A slot's bytes; <see langword="null"/> when it is not shown; none when it is empty.</summary>
    public ImmutableArray<byte>? Payload(EntrySlot slot) => _slots.TryGetValue(slot, out var shown) ? shown.Payload : null;

    /// <summary>What the slots shown say; the others are absent.</summary>
    /// <exception cref="InvalidOperationException">The facts are not shown.</exception>
    /// <exception cref="MalformedPayloadException">A slot's bytes are not what this version reads.</exception>
    public AuditEntry Open() => new()
    {
        Facts = SlotPayload.ReadFacts(_slots.ContainsKey(EntrySlot.Facts) ? Bytes(EntrySlot.Facts) : throw new InvalidOperationException("The facts are not shown.")),
        Subject = SlotPayload.ReadSubject(Bytes(EntrySlot.Subject)),
        Actor = SlotPayload.ReadActor(Bytes(EntrySlot.Actor)),
        Evidence = SlotPayload.ReadEvidence(Bytes(EntrySlot.Evidence)),
    };

    /// <summary>The canonical JSON in UTF-8: the <see cref="TlogProof.Extra"/> of a receipt.</summary>
    public ImmutableArray<byte> ToBytes()
    {
        var json = new CanonicalJsonWriter();
        Write(json);
        return [.. json.Written];
    }

    /// <summary>Reads what <see cref="ToBytes"/> writes.</summary>
    /// <exception cref="FormatException">Anything else; the message does not quote it.</exception>
    public static EntryDisclosure Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out var result) ? result : throw new FormatException("Not a disclosure: JSON with a leaf and the slots shown, in base 64.");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EntryDisclosure? result)
    {
        try
        {
            result = CanonicalJsonReader.Read(bytes, EntrySlot.Facts, Read);
            return true;
        }
        catch (MalformedPayloadException)
        {
            result = null;
            return false;
        }
    }

    /// <summary>Writes it as a value within other JSON.</summary>
    internal void Write(CanonicalJsonWriter json)
    {
        Span<byte> leaf = stackalloc byte[EntryLeaf.Length];
        Leaf.CopyTo(leaf);
        json.StartObject();
        json.Member("leaf"u8, Convert.ToBase64String(leaf));
        json.StartObject("slots"u8);
        foreach (var slot in s_inOrder.Where(_slots.ContainsKey))
        {
            json.StartObject(PayloadCode<EntrySlot>.Utf8(slot));
            json.Member("payload"u8, Convert.ToBase64String(_slots[slot].Payload.AsSpan()));
            json.Member("salt"u8, Convert.ToBase64String(_slots[slot].Salt.AsSpan()));
            json.EndObject();
        }

        json.EndObject();
        json.EndObject();
    }

    /// <summary>Reads it from within other JSON.</summary>
    /// <exception cref="MalformedPayloadException">It is something else.</exception>
    internal static EntryDisclosure Read(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var text = json.Text("leaf"u8);
        var leaf = StrictBase64.TryDecode(text, out byte[]? bytes) ? json.Checked(() => EntryLeaf.Parse(bytes)) : throw json.Flaw("is not base 64");
        var shown = json.Member("slots"u8) ? ReadSlots(ref json) : throw json.Missing("slots"u8);
        json.EndObject();
        return new(leaf, shown);
    }

    private static ImmutableDictionary<EntrySlot, DisclosedSlot> ReadSlots(ref CanonicalJsonReader json)
    {
        var slots = ImmutableDictionary.CreateBuilder<EntrySlot, DisclosedSlot>();
        json.StartObject();
        foreach (var slot in s_inOrder)
        {
            if (json.Member(PayloadCode<EntrySlot>.Utf8(slot)))
            {
                slots[slot] = ReadSlot(ref json);
            }
        }

        json.EndObject();
        return slots.ToImmutable();
    }

    private static DisclosedSlot ReadSlot(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var (payloadText, saltText) = (json.Text("payload"u8), json.Text("salt"u8));
        json.EndObject();
        return StrictBase64.TryDecode(saltText, out byte[]? salt) && salt.Length == SlotCommitment.SaltLength && StrictBase64.TryDecode(payloadText, out byte[]? payload)
            ? new([.. salt], [.. payload])
            : throw json.Flaw("is not a payload and a salt of 32 bytes, in base 64");
    }

    /// <inheritdoc/>
    public bool Equals(EntryDisclosure? other) => other is not null && Leaf == other.Leaf && ToBytes().AsSpan().SequenceEqual(other.ToBytes().AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EntryDisclosure);

    /// <inheritdoc/>
    public override int GetHashCode() => Leaf.GetHashCode();

    /// <summary>The slots shown: no personal data.</summary>
    public override string ToString() => $"shows {string.Join(", ", Shown)}";

    private ReadOnlySpan<byte> Bytes(EntrySlot slot) => _slots.TryGetValue(slot, out var shown) ? shown.Payload.AsSpan() : [];

    private sealed record DisclosedSlot(ImmutableArray<byte> Salt, ImmutableArray<byte> Payload);
}
