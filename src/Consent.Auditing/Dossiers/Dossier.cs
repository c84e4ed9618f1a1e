using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent.Auditing;

/// <summary>One contact's history as evidence: every entry about the contact with its proof, all against one signed checkpoint; the notice texts; the decisions
/// asked for. Immutable.</summary>
/// <remarks>
/// Written as one HTML page without scripts, which a person reads or prints, with the same content as canonical JSON in it, which a program checks
/// (GDPR art. 5(2), 7(1), 15). All of it is the person's data. What is read is written again byte for byte, or <see cref="Verify"/> says that it is not.
/// </remarks>
public sealed class Dossier
{
    /// <summary>A dossier; whether it holds is not looked at.</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="revision">The revision that the contact had reached.</param>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="checkpoint">What all proofs lead to.</param>
    /// <param name="entries">Every entry about the contact, in the order of the log.</param>
    /// <exception cref="ArgumentException">No contact, a negative revision, or a proof made for another size than the checkpoint's.</exception>
    public Dossier(ContactId contact, ContactRevision revision, Timestamp madeAt, SignedCheckpoint checkpoint, ImmutableArray<DossierEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Contact = contact.IsDefault ? throw new ArgumentException("A dossier is about a contact.", nameof(contact)) : contact;
        Revision = revision.Number < 0 ? throw new ArgumentException("A revision counts from 0 on.", nameof(revision)) : revision;
        MadeAt = madeAt;
        Checkpoint = checkpoint;
        Entries = Fitting(entries);
    }

    /// <summary>Whose history.</summary>
    public ContactId Contact { get; }

    /// <summary>The revision that the contact had reached.</summary>
    public ContactRevision Revision { get; }

    /// <summary>When it was made: the maker's word.</summary>
    public Timestamp MadeAt { get; }

    /// <summary>What all proofs lead to.</summary>
    public SignedCheckpoint Checkpoint { get; }

    /// <summary>Every entry about the contact, in the order of the log.</summary>
    public ImmutableArray<DossierEntry> Entries { get; }

    /// <summary>The <c>erased</c> entries that explain gaps in the contact's revisions: where it was linked with somebody who was erased since.</summary>
    /// <exception cref="ArgumentException">A proof made for another size than the checkpoint's.</exception>
    public ImmutableArray<DossierEntry> Erasures { get; init => field = Fitting(value); } = [];

    /// <summary>The texts of notices, as the host gave them.</summary>
    /// <exception cref="ArgumentException">A version is there twice in one language, or a proof was made for another size than the checkpoint's.</exception>
    public ImmutableArray<DossierNotice> Notices { get; init => field = Fitting(value); } = [];

    /// <summary>The decisions asked for.</summary>
    public ImmutableArray<DossierDecision> Decisions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether it was read from a page; else it was made, or read from JSON alone.</summary>
    public bool IsPage => Page is not null;

    internal string? Page { get; init; }

    /// <summary>A receipt of one of the entries, to be handed on alone.</summary>
    public Receipt ReceiptOf(DossierEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Receipt.Of(entry.Shown, entry.Inclusion, Checkpoint);
    }

    /// <summary>The canonical JSON in UTF-8 (RFC 8785).</summary>
    public ImmutableArray<byte> ToJson() => DossierJson.Write(this);

    /// <summary>The page: HTML without scripts that loads nothing, with the JSON in it.</summary>
    public string ToHtml() => DossierPage.Of(this);

    /// <summary>Checks it, offline, and names the first thing wrong.</summary>
    /// <remarks>
    /// The checkpoint's signatures; every entry's slots, place and readability; that the entries stand in order, are all about this contact and lead without a
    /// gap to the revision stated; that notice texts are those whose digests the entries have; of a page, that it says just what its JSON says. It cannot
    /// show that the contact had not gone further, that no reading was left out, that the log was not shown differently to others, or that what was
    /// written down was true.
    /// </remarks>
    /// <param name="known">The keys that are believed: the log's, and perhaps witnesses'.</param>
    /// <exception cref="ArgumentException">Two different keys with the same name and id.</exception>
    public DossierVerdict Verify(params IEnumerable<NoteVerifierKey> known) => new DossierVerifier(this).Run(known);

    /// <summary>Reads a page, or the JSON alone.</summary>
    /// <exception cref="FormatException">Anything else; the message says where, and quotes no value.</exception>
    public static Dossier Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return DossierReader.Read(s);
    }

    /// <summary>Reads a page, or the JSON alone, in UTF-8 without a byte order mark.</summary>
    /// <exception cref="FormatException">Anything else; the message says where, and quotes no value.</exception>
    public static Dossier Parse(ReadOnlySpan<byte> utf8Text) =>
        DossierReader.Read(NoteText.TryDecode(utf8Text, out var text) ? text : throw new FormatException("Not a dossier: not in UTF-8."));

    /// <inheritdoc cref="Parse(string)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out Dossier? result)
    {
        try
        {
            result = s is null ? null : DossierReader.Read(s);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    private ImmutableArray<DossierEntry> Fitting(ImmutableArray<DossierEntry> entries) =>
        entries.IsDefault ? [] : entries.All(IsFitting) ? entries : throw new ArgumentException("A proof was made for another size than the checkpoint's.", nameof(entries));

    private ImmutableArray<DossierNotice> Fitting(ImmutableArray<DossierNotice> notices)
    {
        var all = notices.IsDefault ? [] : notices;
        if (all.Any(n => n.Published is { } published && !IsFitting(published)))
        {
            throw new ArgumentException("A proof was made for another size than the checkpoint's.", nameof(notices));
        }

        return all.DistinctBy(n => (n.Version, n.Language)).Count() == all.Length
            ? all
            : throw new ArgumentException("A version of a notice is there twice in one language.", nameof(notices));
    }

    private bool IsFitting(DossierEntry entry) => entry.Inclusion.Size == Checkpoint.Checkpoint.Size;
}
