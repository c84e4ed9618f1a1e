namespace Consent;

/// <summary>Makes the entry that is written before the log, or a person's own data, is shown to anybody.</summary>
public static class Reading
{
    /// <summary>The entry of a reading or an export.</summary>
    /// <param name="type"><see cref="AuditEntryType.Read"/> or <see cref="AuditEntryType.Exported"/>.</param>
    /// <param name="contact">Whose history; <see langword="default"/>: a range of the log.</param>
    /// <param name="what">What is asked for, in words: 1 to 1,024 characters.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry Entry(AuditEntryType type, ContactId contact, string what, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new()
        {
            Facts = new() { Type = type, RecordedAt = at, TaxonomyVersion = rules.Taxonomy.Stamp, RulesVersion = rules.Version },
            Subject = contact.IsDefault ? null : new(contact, null),
            Actor = EntryActor.Of(actor),
            Evidence = new() { Reason = StoredText.Checked(what, Evidence.MaxTextLength, "What is asked for", nameof(what)) },
        };
    }
}
