namespace Consent.Auditing;

/// <summary>One entry in a dossier: what it says, and its way to the root of the dossier's one checkpoint. Immutable.</summary>
public sealed class DossierEntry
{
    private const int MaxHashes = 63;

    /// <summary>An entry with its proof; whether they fit is not looked at.</summary>
    /// <param name="shown">The entry with the slots that are shown; a dossier that holds shows all four.</param>
    /// <param name="inclusion">The way from its leaf to the root; of at most 63 hashes.</param>
    /// <exception cref="ArgumentException">A negative index, or too many hashes.</exception>
    public DossierEntry(EntryDisclosure shown, InclusionProof inclusion)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(inclusion);
        if (inclusion.Index < 0 || inclusion.Hashes.Length > MaxHashes)
        {
            throw new ArgumentException($"A proof has an index from 0 on and at most {MaxHashes} hashes.", nameof(inclusion));
        }

        Shown = shown;
        Inclusion = inclusion;
    }

    /// <summary>What the entry says, as far as it is shown.</summary>
    public EntryDisclosure Shown { get; }

    /// <summary>Its place in the log, and the way from there to the root.</summary>
    public InclusionProof Inclusion { get; }

    /// <summary>Its place in the log.</summary>
    public long Index => Inclusion.Index;
}
