using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What kind of event an audit entry tells of. A later version may know more kinds than this one, so it is a name and not an enumeration.</summary>
[JsonConverter(typeof(ConsentJsonConverter<AuditEntryType>))]
public readonly record struct AuditEntryType : IParsable<AuditEntryType>
{
    private static readonly string[] s_known =
    [
        "changed", "linked", "unlinked", "rectified", "noticePublished", "held", "released", "erased", "closed", "read", "exported", "taxonomyChanged",
        "rulesChanged", "restored", "rebuilt", "keyRotated", "signerChanged", "used",
        "requested", "requestExtended", "requestAnswered",
    ];

    internal const int MaxLength = 64;

    private readonly string? _name;

    /// <summary>The kind with this name: 1 to 64 characters.</summary>
    /// <exception cref="ArgumentException">Blank, too long or not well-formed.</exception>
    public AuditEntryType(string name) => _name = StoredText.Checked(name, MaxLength, "The entry type", nameof(name));

    /// <summary>The flags or the notice acceptance of one contact changed.</summary>
    public static AuditEntryType Changed { get; } = new("changed");

    /// <summary>Two contacts were said to be one person.</summary>
    public static AuditEntryType Linked { get; } = new("linked");

    /// <summary>Two contacts were said not to be one person.</summary>
    public static AuditEntryType Unlinked { get; } = new("unlinked");

    /// <summary>A change or a link was recorded wrongly and is taken out of the fold.</summary>
    public static AuditEntryType Rectified { get; } = new("rectified");

    /// <summary>A privacy notice was published.</summary>
    public static AuditEntryType NoticePublished { get; } = new("noticePublished");

    /// <summary>A legal hold was placed.</summary>
    public static AuditEntryType Held { get; } = new("held");

    /// <summary>A legal hold was released.</summary>
    public static AuditEntryType Released { get; } = new("released");

    /// <summary>Contacts were erased.</summary>
    public static AuditEntryType Erased { get; } = new("erased");

    /// <summary>An id was closed, or the date that is kept of it was moved.</summary>
    public static AuditEntryType Closed { get; } = new("closed");

    /// <summary>The log was read; written before anything is shown.</summary>
    public static AuditEntryType Read { get; } = new("read");

    /// <summary>One contact's own data was exported; written before anything is shown.</summary>
    public static AuditEntryType Exported { get; } = new("exported");

    /// <summary>The host started with another taxonomy.</summary>
    public static AuditEntryType TaxonomyChanged { get; } = new("taxonomyChanged");

    /// <summary>The host started with another rule set.</summary>
    public static AuditEntryType RulesChanged { get; } = new("rulesChanged");

    /// <summary>The database was restored from a backup.</summary>
    public static AuditEntryType Restored { get; } = new("restored");

    /// <summary>The stored record of a contact, or of a closed id, was altered in the database, and folded anew from the log.</summary>
    public static AuditEntryType Rebuilt { get; } = new("rebuilt");

    /// <summary>The key-encryption key was rotated.</summary>
    public static AuditEntryType KeyRotated { get; } = new("keyRotated");

    /// <summary>Checkpoints are signed with another key from here on.</summary>
    public static AuditEntryType SignerChanged { get; } = new("signerChanged");

    /// <summary>Decisions about many contacts were used, for a campaign or the like; written when the call ends, and names no contact.</summary>
    public static AuditEntryType Used { get; } = new("used");

    /// <summary>A person asked for something under GDPR art. 15-22.</summary>
    public static AuditEntryType Requested { get; } = new("requested");

    /// <summary>The time to answer such a request was extended; names nobody.</summary>
    public static AuditEntryType RequestExtended { get; } = new("requestExtended");

    /// <summary>Such a request was answered or refused; names nobody.</summary>
    public static AuditEntryType RequestAnswered { get; } = new("requestAnswered");

    /// <summary>The name, as it is written.</summary>
    public string Name => _name ?? "changed";

    /// <summary>Whether this version knows what it means. If not, the nodes that it may touch become unknown and decisions there are Review.</summary>
    public bool IsKnown => s_known.Contains(Name, StringComparer.Ordinal);

    /// <summary>The kind with this name, for text that was received.</summary>
    /// <exception cref="FormatException">Blank, too long or not well-formed; the message does not quote the text.</exception>
    public static AuditEntryType Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return StoredText.Flaw(s, MaxLength) is { } flaw ? throw new FormatException($"The entry type {flaw}.") : new(s);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AuditEntryType result)
    {
        var isName = StoredText.Flaw(s, MaxLength) is null;
        result = isName ? new(s!) : default;
        return isName;
    }

    /// <inheritdoc/>
    public bool Equals(AuditEntryType other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
