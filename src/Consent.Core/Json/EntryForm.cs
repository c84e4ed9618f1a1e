using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How an entry of the audit log stands in JSON: its four slots.</summary>
internal static class EntryForm
{
    private static readonly JsonMember<EntrySubject, ContactId> s_contact = Member<EntrySubject>.Required("contact", ValueForms.Contact, s => s.Contact, "The contact.");
    private static readonly JsonMember<EntrySubject, ContactRevision> s_revision = Member<EntrySubject>.OptionalValue("revision", ValueForms.Revision, s => s.Revision, "Its place in the contact's own history. Left out: a reading.");
    private static readonly JsonMember<EntrySubject, ContactId> s_other = Member<EntrySubject>.OptionalValue("other", ValueForms.Contact, s => s.Other, "Of a link: the other contact.");
    private static readonly JsonMember<EntrySubject, long> s_previous = Member<EntrySubject>.OptionalValue("previous", ValueForms.Long, s => s.Previous, "The index of the contact's entry before it; -1: there is none.");

    public static ObjectForm<EntrySubject> Subject { get; } = new(
        "entrySubject", "Whom an entry is about.", [s_contact, s_revision, s_other, s_previous],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out EntrySubject made) =>
        {
            made = new(it.Value(s_contact), it.Maybe(s_revision), it.Maybe(s_other)) { Previous = it.Maybe(s_previous) ?? AuditEntry.NotLogged };
            return true;
        });

    private static readonly JsonMember<EntryActor, string> s_id = Member<EntryActor>.Required("id", ValueForms.Text, a => a.Id, "The host's id of the actor.");
    private static readonly JsonMember<EntryActor, ImmutableArray<ActorRole>> s_roles = Member<EntryActor>.WholeList("roles", CodeForm<ActorRole>.Form, a => a.Roles, "The roles held.");
    private static readonly JsonMember<EntryActor, string> s_authority = Member<EntryActor>.Optional("authority", ValueForms.Text, a => a.Authority, "On whose authority.");
    private static readonly JsonMember<EntryActor, PersonalLinkKind> s_linkKind = Member<EntryActor>.OptionalValue("linkKind", CodeForm<PersonalLinkKind>.Form, a => a.LinkKind, "Of a contact by a link: what it is for.");
    private static readonly JsonMember<EntryActor, Timestamp> s_linkMadeAt = Member<EntryActor>.OptionalValue("linkMadeAt", ValueForms.Instant, a => a.LinkMadeAt, "When the link was made.");

    public static ObjectForm<EntryActor> Actor { get; } = new(
        "entryActor", "Who did it.", [s_id, s_roles, s_authority, s_linkKind, s_linkMadeAt],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out EntryActor made) =>
        {
            made = new(it.Of(s_id)!, it.List(s_roles), it.Of(s_authority), it.Maybe(s_linkKind), it.Maybe(s_linkMadeAt));
            return true;
        });

    private static readonly JsonMember<StatementEvidence, Evidence> s_shown = Member<StatementEvidence>.Required("evidence", EvidenceForm.Form, s => s.Evidence, "What shows it.");
    private static readonly JsonMember<StatementEvidence, string> s_notice = Member<StatementEvidence>.Optional("notice", ValueForms.Text, s => s.NoticeVersion, "Of a give: the version of the notice named with it.");
    private static readonly JsonMember<StatementEvidence, Occurrence> s_claimed = Member<StatementEvidence>.OptionalValue("claimed", ValueForms.Occurrence, s => s.Claimed, "When it was claimed to be said, where it counts at another instant.");
    private static readonly JsonMember<StatementEvidence, Timestamp> s_claimedUntil = Member<StatementEvidence>.OptionalValue("claimedUntil", ValueForms.Instant, s => s.ClaimedUntil, "When a no was claimed to be over, where it lasts all the same.");

    private static readonly ObjectForm<StatementEvidence> s_statement = new(
        "statementEvidence", "The evidence of one statement.", [s_shown, s_notice, s_claimed, s_claimedUntil],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out StatementEvidence made) =>
        {
            made = new(it.Of(s_shown)!, it.Of(s_notice), it.Maybe(s_claimed), it.Maybe(s_claimedUntil));
            return true;
        });

    private static readonly JsonMember<EntryEvidence, ChangeId> s_change = Member<EntryEvidence>.OptionalValue("change", ValueForms.Change, e => e.Change, "The caller's change id.");
    private static readonly JsonMember<EntryEvidence, Sha256Digest> s_content = Member<EntryEvidence>.OptionalValue("contentSha256", ValueForms.Digest, e => e.ContentDigest, "The digest of all that the caller said.");
    private static readonly JsonMember<EntryEvidence, string> s_reason = Member<EntryEvidence>.Optional("reason", ValueForms.Text, e => e.Reason, "Why the actor did it.");
    private static readonly JsonMember<EntryEvidence, Sha256Digest> s_reasonSha256 = Member<EntryEvidence>.OptionalValue("reasonSha256", ValueForms.Digest, e => e.ReasonSha256, "The SHA-256 of the whole reason, where it was cut.");
    private static readonly JsonMember<EntryEvidence, ChangeId> s_rectifies = Member<EntryEvidence>.OptionalValue("rectifies", ValueForms.Change, e => e.Rectifies, "Of a rectification: the change whose record was wrong.");
    private static readonly JsonMember<EntryEvidence, ImmutableArray<StatementEvidence>> s_statements = Member<EntryEvidence>.List("statements", s_statement, e => e.Statements, "Of each statement, in the order of the facts.");
    private static readonly JsonMember<EntryEvidence, ImmutableArray<Evidence>> s_asked = Member<EntryEvidence>.List("asked", EvidenceForm.Form, e => e.Asked, "Of each asking, in the order of the facts.");
    private static readonly JsonMember<EntryEvidence, SourceDocument> s_document = Member<EntryEvidence>.Optional("document", SourceDocumentForm.Form, e => e.Document, "The document that the change was read from.");

    public static ObjectForm<EntryEvidence> Evidence { get; } = new(
        "entryEvidence", "What shows it.", [s_change, s_content, s_reason, s_reasonSha256, s_rectifies, s_statements, s_asked, s_document],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out EntryEvidence made) =>
        {
            made = new()
            {
                Change = it.Maybe(s_change),
                ContentDigest = it.Maybe(s_content),
                Reason = it.Of(s_reason),
                ReasonSha256 = it.Maybe(s_reasonSha256),
                Rectifies = it.Maybe(s_rectifies),
                Statements = it.List(s_statements),
                Asked = it.List(s_asked),
                Document = it.Of(s_document),
            };
            return true;
        });

    private static readonly JsonMember<AuditEntry, long> s_index = Member<AuditEntry>.OptionalValue("index", ValueForms.Long, e => e.Index == AuditEntry.NotLogged ? null : e.Index, "Its place in the log, from 0. Left out: it is in none yet.");
    private static readonly JsonMember<AuditEntry, EntryFacts> s_facts = Member<AuditEntry>.Required("facts", EntryFactsForm.Form, e => e.Facts, "What happened.");
    private static readonly JsonMember<AuditEntry, EntrySubject> s_subject = Member<AuditEntry>.Optional("subject", Subject, e => e.Subject, "Whom it is about.");
    private static readonly JsonMember<AuditEntry, EntryActor> s_actor = Member<AuditEntry>.Optional("actor", Actor, e => e.Actor, "Who did it.");
    private static readonly JsonMember<AuditEntry, EntryEvidence> s_evidence = Member<AuditEntry>.Optional("evidence", Evidence, e => e.Evidence, "What shows it.");

    public static ObjectForm<AuditEntry> Form { get; } = new(
        "entry", "What one change, or another event, did: one entry of the audit log.", [s_index, s_facts, s_subject, s_actor, s_evidence],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out AuditEntry made) =>
        {
            made = new() { Index = it.Maybe(s_index) ?? AuditEntry.NotLogged, Facts = it.Of(s_facts)!, Subject = it.Of(s_subject), Actor = it.Of(s_actor), Evidence = it.Of(s_evidence) };
            return true;
        })
    {
        IsDocument = true,
    };
}
