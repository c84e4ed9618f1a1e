using System.Globalization;

namespace Consent;

/// <content>What is done to the database beneath the log: restored from a backup, its keys renewed, its signer changed.</content>
public static partial class LogEvents
{
    private const string OldOrigin = "oldOrigin";
    private const string NewOrigin = "newOrigin";
    private const string PublishedSize = "publishedSize";
    private const string PublishedRoot = "publishedRoot";
    private const string RestoredSize = "restoredSize";
    private const string RestoredRoot = "restoredRoot";
    private const string Confirmed = "confirmed";
    private const string KeyIdBefore = "keyIdBefore";
    private const string KeyBefore = "keyBefore";
    private const string KeyNow = "keyNow";

    /// <summary>The database was restored from a backup, and entries may be lost. Until <see cref="RestoreConfirmed"/>, decisions permit nothing.</summary>
    public static AuditEntry Restored(Restoration restoration, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(restoration);
        ArgumentNullException.ThrowIfNull(actor);
        var details = Details(
            (OldOrigin, restoration.OldOrigin),
            (NewOrigin, restoration.NewOrigin),
            (RestoredSize, restoration.Restored.Size.ToString(CultureInfo.InvariantCulture)),
            (RestoredRoot, restoration.Restored.Root.ToString()));
        if (restoration.Published is { } published)
        {
            details = details.Add(PublishedSize, published.Size.ToString(CultureInfo.InvariantCulture)).Add(PublishedRoot, published.Root.ToString());
        }

        return Entry(AuditEntryType.Restored, rules, at, details) with { Actor = EntryActor.Of(actor) };
    }

    /// <summary>A stored record was altered in the database, and folded anew from the log. It does not move the contact: nothing was said.</summary>
    /// <param name="contact">Whose; <see langword="default"/>: that of a closed id, of which a <c>closed</c> entry beside this one says once more what is kept.</param>
    /// <param name="actor">Who had it done.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry Rebuilt(ContactId contact, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Entry(AuditEntryType.Rebuilt, rules, at, Details()) with
        {
            Subject = contact.IsDefault ? null : new(contact, null),
            Actor = EntryActor.Of(actor),
            Evidence = new() { Reason = "the stored record did not verify" },
        };
    }

    /// <summary>The changes that a restored backup did not have were sent again: decisions may permit again.</summary>
    public static AuditEntry RestoreConfirmed(Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Entry(AuditEntryType.Restored, rules, at, Details((Confirmed, "true"))) with { Actor = EntryActor.Of(actor) };
    }

    /// <summary>What a <c>restored</c> entry says; <see langword="null"/> when it only confirms that the changes were sent again.</summary>
    /// <exception cref="ArgumentException">Not such an entry.</exception>
    /// <exception cref="FormatException">A detail of it cannot be read.</exception>
    public static Restoration? RestorationOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != AuditEntryType.Restored)
        {
            throw new ArgumentException("Not the entry of a restored database.", nameof(entry));
        }

        var details = entry.Facts.Details;
        return details.ContainsKey(Confirmed)
            ? null
            : new(Text(OldOrigin), details.ContainsKey(PublishedSize) ? Head(PublishedSize, PublishedRoot) : null, Head(RestoredSize, RestoredRoot), Text(NewOrigin));

        string Text(string name) => details.TryGetValue(name, out var text) ? text : throw new FormatException($"The entry of a restored database does not say its {name}.");

        TreeHead Head(string size, string root) =>
            CanonicalDecimal.TryParse(Text(size), out var read) ? new(read, Sha256Digest.Parse(Text(root))) : throw new FormatException($"The {size} of a restored database is no number.");
    }

    /// <summary>The key-encryption key was renewed: contacts' keys are wrapped under another one. The tree does not notice.</summary>
    /// <param name="keyIdBefore">What the old key is called: 1 to 1,024 characters, no secret.</param>
    /// <param name="keyIdNow">What the new one is called.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry KeyRotated(string keyIdBefore, string keyIdNow, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var before = StoredText.Checked(keyIdBefore, Evidence.MaxTextLength, "The key's name", nameof(keyIdBefore));
        var now = StoredText.Checked(keyIdNow, Evidence.MaxTextLength, "The key's name", nameof(keyIdNow));
        return Entry(AuditEntryType.KeyRotated, rules, at, Details((Before, before), (Now, now))) with { Actor = EntryActor.Of(actor) };
    }

    /// <summary>Checkpoints are signed with another key from here on.</summary>
    public static AuditEntry SignerChanged(SignerChange change, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(actor);
        var details = Details((KeyIdBefore, change.KeyIdBefore), (KeyNow, change.KeyNow));
        details = change.KeyBefore is { } before ? details.Add(KeyBefore, before) : details;
        return Entry(AuditEntryType.SignerChanged, rules, at, details) with { Actor = EntryActor.Of(actor) };
    }

    /// <summary>What a <c>signerChanged</c> entry says.</summary>
    /// <exception cref="ArgumentException">Not such an entry.</exception>
    /// <exception cref="FormatException">A detail of it is missing.</exception>
    public static SignerChange SignerChangeOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != AuditEntryType.SignerChanged)
        {
            throw new ArgumentException("Not the entry of a changed signer.", nameof(entry));
        }

        var details = entry.Facts.Details;
        return details.TryGetValue(KeyIdBefore, out var before) && details.TryGetValue(KeyNow, out var now)
            ? new(before, details.GetValueOrDefault(KeyBefore), now)
            : throw new FormatException("The entry of a changed signer does not name both keys.");
    }
}
