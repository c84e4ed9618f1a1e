using System.Collections.Immutable;

namespace Consent;

/// <summary>That two contact ids are one person, or that a link was wrong. Symmetric and dated. Immutable.</summary>
/// <remarks>
/// A protective statement of one id counts for the other if said at the link's date or after it, a permissive one if said strictly after it. Undoing a link takes no
/// no away: a protective statement said while they were linked goes on counting for both.
/// <para>
/// Duplicates are merged by dating the link back to when the two were one person: the date of the first record. Then a later yes of one answers an earlier no of the
/// other. So for permissive statements such a date counts only if whoever links may date it back and gives a reason (<see cref="Permission.DateLinkBack"/>); else from
/// when it is recorded. The undoing of a link that never was right leaves the noes of both with both: the privacy manager rectifies it.
/// </para>
/// </remarks>
public sealed record ContactLink
{
    /// <summary>A link, or its undoing.</summary>
    /// <exception cref="ArgumentException">An id is <see langword="default"/>, or both are the same.</exception>
    public ContactLink(ContactId one, ContactId other, Timestamp occurredAt, ChangeId id, bool isLinked = true)
    {
        if (one.IsDefault || other.IsDefault || one == other)
        {
            throw new ArgumentException("A link is between two contacts.", nameof(other));
        }

        One = ContactNames.Checked(one, "A link", nameof(one));
        Other = ContactNames.Checked(other, "A link", nameof(other));
        OccurredAt = occurredAt;
        Id = id.IsDefault ? throw new ArgumentException("A link has a change id.", nameof(id)) : id;
        IsLinked = isLinked;
    }

    /// <summary>One contact.</summary>
    public ContactId One { get; }

    /// <summary>The other.</summary>
    public ContactId Other { get; }

    /// <summary>From when the two are one person, or no longer; an instant to come counts as now.</summary>
    public Timestamp OccurredAt { get; }

    /// <summary>The caller's id of it; a retry needs the same.</summary>
    public ChangeId Id { get; }

    /// <summary>Linked, or unlinked.</summary>
    public bool IsLinked { get; }

    /// <summary>How it arrived.</summary>
    public ChangeSource Source { get; init; } = ChangeSource.Api;

    /// <summary>Why; an operator and the privacy manager need a reason.</summary>
    /// <remarks>1,024 characters are kept, and of a longer text the digest; a blank one is no reason.</remarks>
    public string? Reason
    {
        get;
        init
        {
            field = StoredText.Cut(value, Evidence.MaxTextLength, out var whole);
            ReasonSha256 = whole;
        }
    }

    /// <summary>The SHA-256 of the whole reason, where it was cut.</summary>
    public Sha256Digest? ReasonSha256 { get; private init; }

    /// <summary>The SHA-256 over all that the caller says: tells a retry from a reused id.</summary>
    public Sha256Digest ContentDigest()
    {
        var hash = CanonicalHash.Begin();
        hash.Text("contact-link/v1");
        hash.Text(One.Value);
        hash.Text(Other.Value);
        hash.Time(OccurredAt);
        hash.Number(IsLinked ? 1 : 0);
        hash.Number((long)Source);
        hash.Text(Reason);
        hash.Text(ReasonSha256?.ToString());
        return hash.Finish();
    }

    /// <summary>The entries to write, one in each contact's history. A closed id has no history, and is called by its name in the other's. After them the person's entries are folded anew (<see cref="PersonConsents.Fold"/>).</summary>
    /// <param name="one">The record of <see cref="One"/>.</param>
    /// <param name="other">The record of <see cref="Other"/>.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="recording">Who records it, and when.</param>
    /// <param name="linked">The records of all that were ever linked with either: what any of them has said was said before this link.</param>
    /// <exception cref="ConsentAccessDeniedException">The actor may not link, or needs a reason.</exception>
    public ImmutableArray<AuditEntry> Entries(ContactConsents one, ContactConsents other, ConsentRules rules, Recording recording, params IEnumerable<ContactConsents> linked)
    {
        ArgumentNullException.ThrowIfNull(linked);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        rules.Access.Demand(recording.Actor, Permission.Link, One, Reason is not null);
        var occurredAt = Timestamp.Min(OccurredAt, recording.RecordedAt);
        var permissiveFrom = PermissiveFrom(occurredAt, [one, other, .. linked], rules.Access, recording);
        return [.. new[] { Entry(one, NameOf(other)), Entry(other, NameOf(one)) }.Where((_, i) => (i == 0 ? one : other).State != ContactState.Closed)];

        AuditEntry Entry(ContactConsents contact, ContactId linkedTo) => new()
        {
            Facts = new()
            {
                Type = IsLinked ? AuditEntryType.Linked : AuditEntryType.Unlinked,
                RecordedAt = recording.RecordedAt,
                ChangeIdDigest = Sha256Digest.OfText(Id.Value),
                Source = Source,
                TaxonomyVersion = rules.Taxonomy.Stamp,
                RulesVersion = rules.Version,
                LinkOccurredAt = occurredAt,
                LinkPermissiveFrom = permissiveFrom,
            },
            Subject = new(contact.Id, recording.Next(contact.Revision), linkedTo),
            Actor = EntryActor.Of(recording.Actor),
            Evidence = new() { Change = Id, ContentDigest = ContentDigest(), Reason = Reason, ReasonSha256 = ReasonSha256 },
        };
    }

    private Timestamp PermissiveFrom(Timestamp occurredAt, ImmutableArray<ContactConsents> joined, AccessPolicy access, Recording recording) =>
        MayPermitFromItsDate(access, recording) ? occurredAt : NowFor(joined, recording.RecordedAt, IsLinked);

    /// <summary>
    /// Now, and no earlier than any yes on record: one that a host whose clock is ahead recorded was said before the link all the same, and must not answer a no of the other.
    /// Of an undoing no earlier than any no on record either: it was said while both were one person, and the undoing takes it from neither.
    /// </summary>
    private static Timestamp NowFor(ImmutableArray<ContactConsents> joined, Timestamp now, bool isLinked) =>
        joined.SelectMany(c => c.Flags.Concat(c.OwnFlags).SelectMany(f => new[] { f.LatestPermissive, isLinked ? null : f.LatestProtective })
                .Concat(c.Acceptances.Select(a => (Timestamp?)a.AcceptedAt)).Concat(c.Pauses.Where(_ => !isLinked).Select(p => (Timestamp?)p.OccurredAt)))
            .Aggregate(now, (latest, said) => said is { } at ? Timestamp.Max(latest, at) : latest);

    /// <summary>An undoing never does: it would take noes away that both ids have.</summary>
    private bool MayPermitFromItsDate(AccessPolicy access, Recording recording) =>
        IsLinked && recording.Port == ChangePort.OneContact && OccurredAt < recording.RecordedAt
        && access.Check(recording.Actor, Permission.DateLinkBack, One, Reason is not null) == AccessVerdict.Allowed
        && access.Check(recording.Actor, Permission.DateLinkBack, Other, Reason is not null) == AccessVerdict.Allowed;

    /// <summary>The record of a closed id with this link in it, where the other one is closed too: there is no history to have it.</summary>
    /// <param name="contact">A record.</param>
    /// <param name="person">All of them.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="recording">Who records it, and when.</param>
    public ContactConsents InRecordOf(ContactConsents contact, PersonConsents person, ConsentRules rules, Recording recording)
    {
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        var (one, other) = (person[One], person[Other]);
        if (one.State != ContactState.Closed || other.State != ContactState.Closed || (contact.Id != one.Id && contact.Id != other.Id))
        {
            return contact;
        }

        var at = Timestamp.Min(OccurredAt, recording.RecordedAt);
        var link = new LinkEvent((contact.Id == one.Id ? other : one).Closing!.Name, at, IsLinked, PermissiveFrom(at, person.Contacts, rules.Access, recording));
        return contact.With(extras: contact.Extras with { Links = [.. contact.Links.Append(link).Distinct()] });
    }

    private static ContactId NameOf(ContactConsents contact) => contact is { State: ContactState.Closed, Closing: { } closed } ? closed.Name : contact.Id;

    /// <summary>What and when: the ids may be personal data and are not shown.</summary>
    public override string ToString() => $"{(IsLinked ? "link" : "unlink")} at {OccurredAt}";
}
