using System.Collections.Immutable;

namespace Consent;

/// <content>What is written of it.</content>
public sealed partial record Rectification
{
    /// <summary>The entries to write: one in the contact's history, of a link one in each, but for a closed id, which has none. After them the person's entries are folded anew (<see cref="PersonConsents.Fold"/>).</summary>
    /// <param name="wrong">The entry that was wrong; one that <see cref="Names"/> says is meant.</param>
    /// <param name="person">The records of the contact and of all ever linked with it.</param>
    /// <param name="id">The change id of the rectification.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="recording">Who records it, and when.</param>
    /// <exception cref="ConsentAccessDeniedException">The actor may not rectify.</exception>
    /// <exception cref="ArgumentException">Another entry, or the record of a contact is missing.</exception>
    public ImmutableArray<AuditEntry> Entries(AuditEntry wrong, PersonConsents person, ChangeId id, ConsentRules rules, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        if (!Names(wrong))
        {
            throw new ArgumentException("Not an entry that the rectification names.", nameof(wrong));
        }

        rules.Access.Demand(recording.Actor, Permission.Rectify, Contact, hasReason: true);
        var (contact, other) = (wrong.Subject!.Contact, wrong.Subject.Other);
        return other is not { } linked ? [Entry(contact, null)]
            : person[linked].State == ContactState.Closed ? [Entry(contact, linked)]
            : [Entry(contact, person.IdOf(linked)), Entry(person.IdOf(linked), contact)];

        AuditEntry Entry(ContactId of, ContactId? linkedTo) => new()
        {
            Facts = new()
            {
                Type = AuditEntryType.Rectified,
                RecordedAt = recording.RecordedAt,
                ChangeIdDigest = Sha256Digest.OfText(id.Value),
                TaxonomyVersion = rules.Taxonomy.Stamp,
                RulesVersion = rules.Version,
                Rectifies = wrong.Index < 0 ? null : wrong.Index,
                Details = StoredText.None.Add("ground", Ground),
            },
            Subject = new(of, recording.Next(person[of].Revision), linkedTo),
            Actor = EntryActor.Of(recording.Actor),
            Evidence = new() { Change = id, Rectifies = wrong.Evidence!.Change, Reason = Reference },
        };
    }

    /// <summary>
    /// The entry that says that a list closed an id wrongly. Where something else closed the id too, or another list, it stays closed as that left it, and the entry names it by its digest; else the
    /// entry stands in the contact's history and opens the id: it says nothing, and never did.
    /// </summary>
    /// <param name="wrong">The entry of the closing.</param>
    /// <param name="record">The contact's record.</param>
    /// <param name="id">The change id of the rectification.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="recording">Who records it, and when.</param>
    /// <returns>The entry, with what is kept of the id from now on; <see langword="null"/>: the list says nothing of the id (any more).</returns>
    /// <exception cref="ConsentAccessDeniedException">The actor may not rectify.</exception>
    public AuditEntry? OfClosing(AuditEntry wrong, ContactConsents record, ChangeId id, ConsentRules rules, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        rules.Access.Demand(recording.Actor, Permission.Rectify, Contact, hasReason: true);
        if (record.Closing is not { } closed || (List ?? LogEvents.ListOf(wrong)) is not { } list || closed.Without(list) == closed || (Index is not null && IsSaidAgain(list, closed, wrong)))
        {
            return null;
        }

        var left = closed.Without(list);
        var staysClosed = record.State == ContactState.Closed && left.Kind != ClosedKind.Rectified;
        return new()
        {
            Facts = new()
            {
                Type = staysClosed ? AuditEntryType.Closed : AuditEntryType.Rectified,
                RecordedAt = recording.RecordedAt,
                ChangeIdDigest = Sha256Digest.OfText(id.Value),
                TaxonomyVersion = rules.Taxonomy.Stamp,
                RulesVersion = rules.Version,
                Rectifies = wrong.Index,
                Closing = left,
                ClosedWith = record.State == ContactState.Closed ? record.LinkedDigests() : [],
                ClosedLinks = record.State == ContactState.Closed && !staysClosed ? record.DatedLinksWithClosed() : [],
                Details = StoredText.None.Add("ground", Ground),
            },
            Subject = staysClosed ? null : new(Contact, recording.Next(record.Revision)),
            Actor = EntryActor.Of(recording.Actor),
            Evidence = new() { Change = id, Reason = Reference },
        };
    }

    /// <summary>Whether a list closed an id once more after an entry that says that it did: then the entry decides nothing any more.</summary>
    private static bool IsSaidAgain(string list, ClosedId closed, AuditEntry wrong) =>
        !wrong.Facts.Closing!.Lists.Intersect(closed.Lists).Any(l => string.Equals(l.List, list, StringComparison.Ordinal));
}
