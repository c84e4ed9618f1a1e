namespace Consent;

/// <summary>What a contact keeps of another that it was once linked with, when that other one is erased.</summary>
public static class LinkRemains
{
    /// <summary>
    /// The entry that says in the contact's own history what was said of the other one while they were linked and still counts here: only
    /// protective statements, because a no outlives the undoing of a link. <see langword="null"/> when there is none.
    /// </summary>
    /// <param name="contact">The contact that stays.</param>
    /// <param name="erased">The ids that are erased.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="recording">Who records it, and when.</param>
    /// <param name="id">The change id of the entry.</param>
    public static AuditEntry? Entry(ContactConsents contact, IReadOnlySet<ContactId> erased, ConsentRules rules, Recording recording, ChangeId id)
    {
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(erased);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        var kept = contact.Flags.Select(f => f.GreatestProtective).OfType<RecordedStatement>().Where(s => erased.Contains(s.Origin.Contact)).ToList();
        if (kept.Count == 0)
        {
            return null;
        }

        return new()
        {
            Facts = new()
            {
                Type = AuditEntryType.Changed,
                RecordedAt = recording.RecordedAt,
                ChangeIdDigest = Sha256Digest.OfText(id.Value),
                Source = ChangeSource.System,
                TaxonomyVersion = rules.Taxonomy.Stamp,
                RulesVersion = rules.Version,
                Statements = [.. kept.Select(s => new EntryStatement(s.Node, s.Flag, s.IsActive, s.OccurredAt, s.Weight, Effect(contact, s)))],
            },
            Subject = new(contact.Id, contact.Revision with { Number = contact.Revision.Number + 1 }),
            Actor = EntryActor.Of(recording.Actor),
            Evidence = new()
            {
                Change = id,
                Reason = "Said of another contact id of this person, which was erased.",
                Statements = [.. kept.Select(_ => new StatementEvidence(Evidence.None, null, null))],
            },
        };
    }

    private static StatementEffect Effect(ContactConsents contact, in RecordedStatement statement) =>
        contact.Find(statement.Node, statement.Flag)?.InForce == statement ? StatementEffect.InForce : StatementEffect.Superseded;
}
