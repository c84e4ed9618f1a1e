using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>One act: statements and/or a notice acceptance, for one contact, from one source. Immutable: each call returns a new one.</summary>
/// <remarks>
/// Nothing that stands around a no stops it: texts that cannot be kept as they are get cut, an id that is none is replaced, and more statements
/// than one entry holds are recorded together in several.
/// </remarks>
/// <example><code>
/// ConsentChange.For(id).WithId(requestId).From(ChangeSource.SelfService)
///     .AcceptNotice("v2", acceptedAt)
///     .Give(Purposes.Marketing.Automatic.Email, acceptedAt, Evidence.WebForm("https://shop.example/signup"))
///     .Object(Purposes.Marketing.Traditional.Phone)
/// </code></example>
[JsonConverter(typeof(ConsentJsonConverter<ConsentChange>))]
public sealed partial class ConsentChange
{
    /// <summary>How many statements one entry holds; a longer change is recorded in parts, the protective statements first.</summary>
    public const int MaxStatements = EntryFacts.MaxStatements;

    private ConsentChange(ContactId contact) => Contact = contact;

    private ConsentChange(ConsentChange other)
    {
        Contact = other.Contact;
        Id = other.Id;
        Source = other.Source;
        Reason = other.Reason;
        ReasonSha256 = other.ReasonSha256;
        IsAcceptanceLeftOut = other.IsAcceptanceLeftOut;
        ExpectedRevision = other.ExpectedRevision;
        Statements = other.Statements;
        Acceptance = other.Acceptance;
        Askings = other.Askings;
        Document = other.Document;
    }

    /// <summary>The contact spoken of.</summary>
    public ContactId Contact { get; }

    /// <summary>The caller's id of this change, or <see langword="null"/> to have one made. A retry needs the same id.</summary>
    public ChangeId? Id { get; private init; }

    /// <summary>How it arrived; <see cref="ChangeSource.Api"/> unless said otherwise.</summary>
    public ChangeSource Source { get; private init; } = ChangeSource.Api;

    /// <summary>Why the actor makes it; an operator's permissive statements need one.</summary>
    public string? Reason { get; private init; }

    /// <summary>The SHA-256 of the whole reason, where it was cut.</summary>
    public Sha256Digest? ReasonSha256 { get; private init; }

    /// <summary>The revision that the caller saw, where it insists on it.</summary>
    public ContactRevision? ExpectedRevision { get; private init; }

    /// <summary>What is said, in order.</summary>
    public ImmutableArray<Statement> Statements { get; private init; } = [];

    /// <summary>The notice accepted, if any.</summary>
    public NoticeAcceptance? Acceptance { get; private init; }

    /// <summary>For which purposes the person was asked and put the answer off.</summary>
    public ImmutableArray<Asking> Askings { get; private init; } = [];

    /// <summary>Whether a notice was named that can be none.</summary>
    internal bool IsAcceptanceLeftOut { get; private init; }

    /// <summary>Whether a text of the change itself was cut, replaced or left out (<see cref="ChangeCode.TextCut"/>).</summary>
    internal bool IsCut => ReasonSha256 is not null || IsAcceptanceLeftOut || (Acceptance is { } accepted && WholeText.IsDigest(accepted.Version));

    /// <summary>The document that it was read from, if any.</summary>
    public SourceDocument? Document { get; private init; }

    /// <summary>Starts a change of one contact.</summary>
    /// <exception cref="ArgumentException"><paramref name="contact"/> is <see langword="default"/>, or the name of a closed id or of a hashed address.</exception>
    public static ConsentChange For(ContactId contact) => new(ContactNames.Checked(contact, "A change", nameof(contact)));

    /// <summary>Gives it the caller's id, so that a retry is recognised; <see langword="default"/> is none.</summary>
    public ConsentChange WithId(ChangeId id) => new(this) { Id = id.IsDefault ? null : id };

    /// <summary>Says how it arrived.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such source.</exception>
    public ConsentChange From(ChangeSource source) =>
        Enum.IsDefined(source) ? new(this) { Source = source } : throw new ArgumentOutOfRangeException(nameof(source), source, "No such source.");

    /// <summary>Says why it is made. 1,024 characters are kept, and of a longer text the digest; a blank one is no reason.</summary>
    public ConsentChange Because(string? reason) =>
        new(this) { Reason = StoredText.Cut(reason, Evidence.MaxTextLength, out var whole), ReasonSha256 = whole };

    /// <summary>As <see cref="Because(string?)"/>, of a reason that may have been cut before.</summary>
    internal ConsentChange Because(string? reason, Sha256Digest? whole) => Because(reason) is { ReasonSha256: null } kept && whole is not null ? new(kept) { ReasonSha256 = whole } : Because(reason);

    /// <summary>Insists on the revision that the caller saw: if the contact moved on, or anybody ever linked with it, only the protective statements are applied.</summary>
    /// <param name="revision">As the tracker told it with the record or the result, or <see cref="PersonConsents.RevisionOf"/>. A store's own record of a linked contact knows nothing of the others and is always stale.</param>
    public ConsentChange Expecting(ContactRevision revision) => new(this) { ExpectedRevision = revision };

    /// <summary>Says which document it was read from, so that the source's next one is read as what differs.</summary>
    public ConsentChange ReadFrom(SourceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(this) { Document = document };
    }

    /// <summary>The same change for another contact: one template for many. It loses its id, which is one contact's.</summary>
    public ConsentChange Toward(ContactId contact)
    {
        var other = For(contact);
        return new(other)
        {
            Source = Source,
            Reason = Reason,
            ReasonSha256 = ReasonSha256,
            IsAcceptanceLeftOut = IsAcceptanceLeftOut,
            Statements = Statements,
            Acceptance = Acceptance,
            Askings = Askings,
            Document = Document,
        };
    }

    /// <summary>The SHA-256 over all that the caller says, before defaults and without the expected revision: tells a retry from a reused id.</summary>
    public Sha256Digest ContentDigest() => ChangeContent.Digest(this);

    /// <summary>What one entry records of it: these statements, under this id.</summary>
    internal ConsentChange Part(ChangeId id, ImmutableArray<Statement> statements, NoticeAcceptance? acceptance, ContactRevision? expected, ImmutableArray<Asking> askings) =>
        Id == id && Statements == statements && ReferenceEquals(Acceptance, acceptance) && ExpectedRevision == expected && Askings == askings ? this
        : new(this) { Id = id, Statements = statements, Acceptance = acceptance, ExpectedRevision = expected, Askings = askings };

    /// <summary>How many statements from which source: no personal data.</summary>
    public override string ToString() => $"{Statements.Length} statement(s) from {Source}";
}
