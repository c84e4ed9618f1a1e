using System.Diagnostics.CodeAnalysis;

namespace Consent.Auditing;

/// <summary>What a person, or a court, holds in hand: one entry, the slots of it that are shown, and the proof that it is in the log.</summary>
/// <remarks>Written as a tlog-proof file (<see cref="TlogProof"/>) whose extra data is an <see cref="EntryDisclosure"/>.</remarks>
public sealed class Receipt : IEquatable<Receipt>, IParsable<Receipt>
{
    private Receipt(TlogProof proof, EntryDisclosure entry)
    {
        Proof = proof;
        Entry = entry;
    }

    /// <summary>That the entry's leaf is in the log.</summary>
    public TlogProof Proof { get; }

    /// <summary>The entry as far as it is shown.</summary>
    public EntryDisclosure Entry { get; }

    /// <summary>Its place in the log.</summary>
    public long Index => Proof.Inclusion.Index;

    /// <summary>A receipt of an entry.</summary>
    /// <param name="entry">The entry as far as it is shown.</param>
    /// <param name="inclusion">The way from its leaf to the checkpoint's root.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <exception cref="ArgumentException">The proof was not made for the checkpoint's size.</exception>
    public static Receipt Of(EntryDisclosure entry, InclusionProof inclusion, SignedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(new(inclusion, checkpoint, entry.ToBytes()), entry);
    }

    /// <summary>Checks it, offline: each slot shown against the leaf, the leaf against the checkpoint, the checkpoint's signatures.</summary>
    /// <param name="known">The keys that are believed: the log's, and perhaps witnesses'.</param>
    public ReceiptVerdict Verify(params IEnumerable<NoteVerifierKey> known) => Entry.FirstBrokenSlot() is not null
        ? ReceiptVerdict.SlotAltered
        : Proof.Verify(Entry.Leaf.Hash(), known) switch
        {
            TlogProofVerdict.Valid => ReceiptVerdict.Verified,
            TlogProofVerdict.NotIncluded => ReceiptVerdict.NotIncluded,
            TlogProofVerdict.SignatureFailed => ReceiptVerdict.SignatureFailed,
            TlogProofVerdict.NotSignedByTheLog => ReceiptVerdict.NotSignedByTheLog,
            _ => ReceiptVerdict.NoKnownSignature,
        };

    /// <summary>The text of the tlog-proof file.</summary>
    public string ToFile() => Proof.ToFile();

    /// <summary>The same file.</summary>
    public bool Equals(Receipt? other) => other is not null && Proof.Equals(other.Proof);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Receipt);

    /// <inheritdoc/>
    public override int GetHashCode() => Proof.GetHashCode();

    /// <summary>Where the entry is: what is shown of it may be a person's data.</summary>
    public override string ToString() => $"Receipt({Proof})";

    /// <summary>Reads a receipt.</summary>
    /// <exception cref="FormatException">Not a tlog-proof file, or its extra data is no disclosure; the message does not quote it.</exception>
    public static Receipt Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result) ? result : throw new FormatException("Not a receipt: a tlog-proof file whose extra data shows an entry.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Receipt result)
    {
        result = TlogProof.TryParse(s, provider, out var proof) && EntryDisclosure.TryParse(proof.Extra.AsSpan(), out var entry) ? new(proof, entry) : null;
        return result is not null;
    }
}
