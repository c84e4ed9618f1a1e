using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>How a change stands in JSON; and what of it is recorded although something is wrong with it.</summary>
internal static class ChangeForm
{
    private const string ContactName = "contact";
    private const string StatementsName = "statements";
    private const string AskedName = "asked";

    /// <summary>What the id of a document's noes ends in, where the rest of it was refused: mended, it can come again under its own id.</summary>
    private const string Noes = "noes";

    private static readonly JsonMember<NoticeAcceptance, string> s_version = Member<NoticeAcceptance>.Required("version", ValueForms.Name, a => a.Version, "The version of the notice.");
    private static readonly JsonMember<NoticeAcceptance, Timestamp> s_acceptedAt = Member<NoticeAcceptance>.Required("acceptedAt", ValueForms.Instant, a => a.AcceptedAt, "When it was accepted.");
    private static readonly JsonMember<NoticeAcceptance, string> s_language = Member<NoticeAcceptance>.Optional("language", ValueForms.Text, a => a.Language, "The language that it was shown in (BCP 47).");
    private static readonly JsonMember<NoticeAcceptance, Sha256Digest> s_textSha256 = Member<NoticeAcceptance>.OptionalValue("textSha256", ValueForms.Digest, a => a.TextSha256, "The SHA-256 of the exact text shown.");

    private static readonly JsonMember<Asking, PurposePath> s_purpose = Member<Asking>.Required("purpose", ValueForms.Path, a => a.Purpose, "For what the person was asked.");
    private static readonly JsonMember<Asking, Timestamp> s_askedAt = Member<Asking>.Required("at", ValueForms.Instant, a => a.OccurredAt, "When.");
    private static readonly JsonMember<Asking, Evidence> s_shown = Member<Asking>.Optional("evidence", EvidenceForm.Form, a => a.Evidence == Evidence.None ? null : a.Evidence, "What shows it.");

    public static ObjectForm<NoticeAcceptance> Acceptance { get; } = new(
        "acceptance", "That the person read and accepted a privacy notice.", [s_version, s_acceptedAt, s_language, s_textSha256],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out NoticeAcceptance made) =>
        {
            made = new(it.Of(s_version)!, it.Value(s_acceptedAt), it.Of(s_language), it.Maybe(s_textSha256));
            return true;
        });

    public static ObjectForm<Asking> Asking { get; } = new(
        "asking", "That the person was asked for a purpose and put the answer off.", [s_purpose, s_askedAt, s_shown],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out Asking made) =>
        {
            made = new(it.Of(s_purpose)!, it.Value(s_askedAt), it.Of(s_shown) ?? Evidence.None);
            return true;
        });

    private static readonly JsonMember<ConsentChange, ContactId> s_contact = Member<ConsentChange>.Required(ContactName, ValueForms.Contact, c => c.Contact, "Who said it: the host's id of the person.");
    private static readonly JsonMember<ConsentChange, ChangeId> s_id = Member<ConsentChange>.OptionalValue("id", ValueForms.Change, c => c.Id, "The caller's id of this change; a retry has the same.");
    private static readonly JsonMember<ConsentChange, ChangeSource> s_source = Member<ConsentChange>.OptionalValue("source", CodeForm<ChangeSource>.Form, c => c.Source, "How it arrived. Left out: api.");
    private static readonly JsonMember<ConsentChange, string> s_reason = Member<ConsentChange>.Optional("reason", ValueForms.Text, c => c.Reason, "Why the actor makes it.");
    private static readonly JsonMember<ConsentChange, Sha256Digest> s_reasonSha256 = Member<ConsentChange>.OptionalValue("reasonSha256", ValueForms.Digest, c => c.ReasonSha256, "The SHA-256 of the whole reason, where it was cut.");
    private static readonly JsonMember<ConsentChange, ContactRevision> s_expected = Member<ConsentChange>.OptionalValue("expectedRevision", ValueForms.Revision, c => c.ExpectedRevision, "The revision that the caller saw and insists on.");
    private static readonly JsonMember<ConsentChange, NoticeAcceptance> s_acceptance = Member<ConsentChange>.Optional("acceptance", Acceptance, c => c.Acceptance, "The notice accepted.");
    private static readonly JsonMember<ConsentChange, ImmutableArray<Statement>> s_statements = Member<ConsentChange>.WholeList(StatementsName, StatementForm.Form, c => c.Statements, "What is said, in order.");
    private static readonly JsonMember<ConsentChange, ImmutableArray<Asking>> s_asked = Member<ConsentChange>.List(AskedName, Asking, c => c.Askings, "For what the person was asked and put the answer off.");
    private static readonly JsonMember<ConsentChange, SourceDocument> s_document = Member<ConsentChange>.Optional("document", SourceDocumentForm.Form, c => c.Document, "The document that it was read from.");

    public static ObjectForm<ConsentChange> Form { get; } = new(
        "change", "One act: what one person said, with the notice that they accepted.",
        [s_contact, s_id, s_source, s_reason, s_reasonSha256, s_expected, s_acceptance, s_statements, s_asked, s_document], TryMake)
    {
        IsDocument = true,
        Matters = member => StatementForm.Noes(member).Count > 0,
        Advice = " To record its noes all the same, read it with ReceivedChange.Read.",
    };

    /// <summary>Adds what is known from elsewhere, where the document does not say it.</summary>
    public static void Complete(JsonPart document, ContactId contact, ChangeId id)
    {
        document.Add(ContactName, contact.Value);
        if (!id.IsDefault)
        {
            document.Add("id", id.Value);
        }
    }

    /// <summary>What can be recorded of a change with flaws: its noes, and who says them. <see langword="null"/>: nothing.</summary>
    public static ConsentChange? WithFlaws(JsonPart document, JsonReading reading, ContactId known, out ImmutableArray<Statement> refused)
    {
        var statements = Items(document, StatementsName).ToList();
        refused = [.. statements.Select(one => StatementForm.Form.TryRead(one, new(), out var said) && !said.IsProtective ? said : null).OfType<Statement>()];
        ImmutableArray<Statement> noes = [.. document.Content.Where(MayHoldNoes).SelectMany(m => StatementForm.Noes(m.Value))];
        if (noes.IsEmpty || ContactOf(document, reading, known) is not { } contact)
        {
            return null;
        }

        var it = Form.Members(document, new(), isRoot: true);
        var change = Around(ConsentChange.For(contact), it).Say(noes);
        change = it.Maybe(s_id) is { } id ? change.WithId(id.Plus(Noes)) : change;
        return Items(document, AskedName).Select(one => Asking.TryRead(one, new(), out var asked) ? asked : null).OfType<Asking>()
            .Aggregate(change, (all, asked) => all.Asked(asked.Purpose, asked.OccurredAt, asked.Evidence));
    }

    private static bool TryMake(JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out ConsentChange made)
    {
        made = null;
        var contact = it.Value(s_contact);
        if (!ContactNames.MayName(contact))
        {
            return reading.Flaw("it is the name of what is kept of a closed id, or of a hashed address: a change names the contact itself.", $".{ContactName}");
        }

        made = Around(ConsentChange.For(contact), it).Say(it.List(s_statements));
        made = it.Maybe(s_id) is { } id ? made.WithId(id) : made;
        made = it.Of(s_acceptance) is { } accepted ? made.AcceptNotice(accepted) : made;
        made = it.Of(s_document) is { } document ? made.ReadFrom(document) : made;
        made = it.List(s_asked).Aggregate(made, (all, asked) => all.Asked(asked.Purpose, asked.OccurredAt, asked.Evidence));
        if (reading.AllowsUnknown && made.Statements.IsEmpty && made.Acceptance is null && made.Askings.IsEmpty)
        {
            return reading.Flaw("a later version may say something here, and this one knows nothing of it.");
        }

        return true;
    }

    private static ConsentChange Around(ConsentChange change, JsonMembers it)
    {
        change = change.From(it.Maybe(s_source) ?? ChangeSource.Api).Because(it.Of(s_reason), it.Maybe(s_reasonSha256));
        return it.Maybe(s_expected) is { } seen ? change.Expecting(seen) : change;
    }

    /// <summary>The contact, where the document names one and no other. What is known from elsewhere needs no document that names it readably.</summary>
    private static ContactId? ContactOf(JsonPart document, JsonReading reading, ContactId known)
    {
        var isExact = document.Content.Any(m => string.Equals(m.Name, ContactName, StringComparison.Ordinal));
        var named = document.Content.Where(m => string.Equals(m.Name, ContactName, isExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
            .Select(m => ValueForms.Contact.TryRead(m.Value, new(), out var contact) && ContactNames.MayName(contact) ? contact : default).Distinct().ToList();
        if (named is [{ IsDefault: false } only] && (known.IsDefault || only == known))
        {
            return only;
        }

        if (ContactNames.MayName(known) && named.TrueForAll(c => c.IsDefault || c == known))
        {
            return known;
        }

        reading.Flaw(known.IsDefault ? "one contact is wanted." : "it is another contact than the one whom the request names.", $".{ContactName}");
        return null;
    }

    /// <summary>The statements, and what has a name that is not known.</summary>
    private static bool MayHoldNoes((string? Name, JsonPart Value) member) => string.Equals(member.Name, StatementsName, StringComparison.OrdinalIgnoreCase) || !Form.Knows(member.Name);

    /// <summary>The items of a list, wherever it stands; one that stands there by itself is one too.</summary>
    private static IEnumerable<JsonPart> Items(JsonPart document, string name) =>
        document.Content.Where(m => string.Equals(m.Name, name, StringComparison.Ordinal))
            .SelectMany(m => m.Value.Kind == JsonTokenType.StartObject ? [m.Value] : m.Value.Content.Select(item => item.Value));
}
