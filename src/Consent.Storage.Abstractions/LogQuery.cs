namespace Consent.Storage;

/// <summary>Which entries of the log are wanted. All conditions together.</summary>
public sealed record LogQuery
{
    /// <summary>The whole log.</summary>
    public static LogQuery Everything { get; } = new();

    /// <summary>From this index on; at least 0.</summary>
    public long From { get; init; }

    /// <summary>Up to this index, itself left out.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Only entries about this contact, readings of its history included; <see langword="default"/>: about any or none.</summary>
    public ContactId Contact { get; init; }

    /// <summary>Only entries recorded at or before this instant.</summary>
    public Timestamp? RecordedBy { get; init; }

    /// <summary>Only entries with a statement on the quarantine list (<see cref="AuditEntry.IsQuarantined"/>).</summary>
    public bool QuarantinedOnly { get; init; }

    /// <summary>Only entries of this kind; <see langword="null"/>: of any.</summary>
    public AuditEntryType? Type { get; init; }

    /// <summary>Whether an entry is wanted.</summary>
    public bool Matches(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Index >= From && entry.Index < To
            && (Contact.IsDefault || entry.Subject?.Contact == Contact)
            && (RecordedBy is null || entry.RecordedAt <= RecordedBy)
            && (!QuarantinedOnly || entry.IsQuarantined)
            && (Type is null || entry.Type == Type);
    }
}
