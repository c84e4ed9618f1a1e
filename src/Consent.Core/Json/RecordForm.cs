namespace Consent;

/// <summary>How the record of a contact stands in JSON. It is folded from entries, and never read back; what a store keeps of it is <see cref="ContactSnapshot"/>.</summary>
internal static class RecordForm
{
    private static readonly ObjectForm<RecordedStatement> s_statement = new(
        "recordedStatement", "What counts of what was said of one flag of one node.",
        [
            Member<RecordedStatement>.Required("node", ValueForms.Path, s => s.Node, "The node."),
            Member<RecordedStatement>.Required("flag", CodeForm<ConsentFlag>.Form, s => s.Flag, "The flag."),
            Member<RecordedStatement>.Required("value", ValueForms.Flag, s => s.IsActive, "Whether it is said to hold."),
            Member<RecordedStatement>.Required("occurredAt", ValueForms.Instant, s => s.OccurredAt, "When it was said."),
            Member<RecordedStatement>.Required("weight", CodeForm<StatementWeight>.Form, s => s.Weight, "How much it counts for."),
            Member<RecordedStatement>.OptionalValue("change", ValueForms.Change, s => s.Origin.Change.IsDefault ? null : s.Origin.Change, "The change that said it. Left out: an erasure or a list did."),
            Member<RecordedStatement>.OptionalValue("contact", ValueForms.Contact, s => IsNamed(s.Origin.Contact) ? s.Origin.Contact : null, "The id that it was said of."),
            Member<RecordedStatement>.Optional("notice", ValueForms.Text, s => s.Origin.NoticeVersion, "Of a give: the version of the notice named with it."),
            Member<RecordedStatement>.Optional("method", ValueForms.Text, s => s.Origin.Method, "Of a give: how the person acted."),
            Member<RecordedStatement>.OptionalValue("from", ValueForms.Instant, s => s.Span?.From, "Of a give: from when it may be relied on."),
            Member<RecordedStatement>.OptionalValue("until", ValueForms.Instant, s => s.Span?.Until, "Until when; of a pause: when it is over."),
            Member<RecordedStatement>.OptionalValue("ends", ValueForms.Instant, s => s.Span?.Ends, "Of one that waits for confirmation: from when it is as never said."),
        ],
        null);

    private static readonly ObjectForm<LinkEvent> s_link = new(
        "link", "That two ids were said to be one person, or not to be.",
        [
            Member<LinkEvent>.OptionalValue("contact", ValueForms.Contact, l => IsNamed(l.Other) ? l.Other : null, "The other id. Left out: it is closed."),
            Member<LinkEvent>.Required("occurredAt", ValueForms.Instant, l => l.OccurredAt, "From when, or from when no longer."),
            Member<LinkEvent>.Required("linked", ValueForms.Flag, l => l.IsLinked, "Linked, or unlinked."),
            Member<LinkEvent>.Required("permissiveFrom", ValueForms.Instant, l => l.PermissiveFrom, "From when it counts where it would permit more."),
            Member<LinkEvent>.Flag("rectified", l => l.IsRectified, "Whether it was recorded wrongly and is taken out."),
        ],
        null);

    private static readonly ObjectForm<ClosedId> s_closing = new(
        "closing", "What is kept since the id was closed.",
        [
            Member<ClosedId>.Required("kind", CodeForm<ClosedKind>.Form, c => c.Kind, "What it is kept for."),
            Member<ClosedId>.Required("since", ValueForms.Instant, c => c.Since, "What was said up to then never counts again."),
        ],
        null);

    public static ObjectForm<ContactConsents> Form { get; } = new(
        "record", "What is on record of one contact.",
        [
            Member<ContactConsents>.Required("contact", ValueForms.Contact, c => c.Id, "The contact."),
            Member<ContactConsents>.Required("revision", ValueForms.Revision, c => c.Revision, "How many changes it has had, and in which life of its id."),
            Member<ContactConsents>.Required("state", CodeForm<ContactState>.Form, c => c.State, "Whether it is open for changes."),
            Member<ContactConsents>.Required("taxonomy", ValueForms.Text, c => c.Taxonomy.Stamp, "The taxonomy that it is read through."),
            Member<ContactConsents>.WholeList("flags", s_statement, c => [.. c.Flags.Select(f => f.InForce)], "Each flag on record, as it was last said of the node itself."),
            Member<ContactConsents>.List("pauses", s_statement, c => c.Pauses, "Objections and restrictions with an end, over or not."),
            Member<ContactConsents>.List("awaitingConfirmation", s_statement, c => c.AwaitingConfirmation, "The yeses that wait for the person's confirmation."),
            Member<ContactConsents>.WholeList("acceptances", ChangeForm.Acceptance, c => c.Acceptances, "The notices accepted, oldest first."),
            Member<ContactConsents>.List("asked", EntryFactsForm.Asked, c => c.Asked, "When the person was last asked for a purpose and put the answer off."),
            Member<ContactConsents>.List("links", s_link, c => c.Links, "Each link, and each undoing of one, that names the contact."),
            Member<ContactConsents>.List("unknown", ValueForms.Path, c => c.Unknown, "Nodes that an entry of an unknown kind may touch."),
            Member<ContactConsents>.Optional("closing", s_closing, c => c.Closing, "What is kept since the id was closed."),
        ],
        null)
    {
        IsDocument = true,
        NotRead = "A record is folded from the entries of the log, and is not read back from JSON.",
    };

    /// <summary>The name of a closed id holds a digest by which who has the store's key could find the id.</summary>
    private static bool IsNamed(ContactId contact) => !contact.IsDefault && !ClosedId.IsName(contact, out _);
}
