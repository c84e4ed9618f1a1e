using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Consent;

/// <content>Requests of persons (GDPR art. 15-22).</content>
public static partial class LogEvents
{
    private const string RequestKind = "kind";
    private const string ReceivedAt = "receivedAt";
    private const string FirstDue = "firstDue";
    private const string DueAt = "due";
    private const string ExtensionToldAt = "extensionToldAt";
    private const string AnsweredAt = "answeredAt";
    private const string RefusedFor = "refusedFor";
    private const string ByErasure = "byErasure";
    private const string Why = "reason";
    private const string WhySha256 = "reasonSha256";
    private const string FiledAs = "filedAs";

    /// <summary>A person asked for something. It moves no record, and goes with the person's other entries when they are erased.</summary>
    /// <param name="request">What, and until when it is due.</param>
    /// <param name="contact">Who; <see langword="default"/>: somebody who was erased, so that the request stays on record with no word of whose it is.</param>
    /// <param name="filedAs">By what a second filing of the same is known: a keyed digest; <see langword="null"/>: by nothing.</param>
    /// <param name="actor">Who filed it.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry Requested(SubjectRequest request, ContactId contact, Sha256Digest? filedAs, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        var details = DetailsOf(request);
        details = filedAs is { } digest ? details.Add(FiledAs, digest.ToString()) : details;
        var namesNobody = contact.IsDefault || ClosedId.IsName(contact, out _);
        return Entry(AuditEntryType.Requested, rules, at, details) with
        {
            Subject = contact.IsDefault ? null : new(contact, null),
            Actor = namesNobody ? StaffOnly(actor) : EntryActor.Of(actor),
        };
    }

    /// <summary>A request was extended: the person was told, within the first month, that it takes up to two months longer, and why. Names nobody.</summary>
    /// <param name="request">The request, extended.</param>
    /// <param name="reason">Why; no personal data: it stays. 1,024 characters are kept, and of another text the digest of the whole.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry RequestExtended(SubjectRequest request, string reason, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Kept(AuditEntryType.RequestExtended, request, reason, actor, rules, at);
    }

    /// <summary>A request was answered or refused. Names nobody, so that it stays when the person is erased.</summary>
    /// <param name="request">The request, answered or refused.</param>
    /// <param name="reason">Why it was refused, in words; as of <see cref="RequestExtended"/>.</param>
    /// <inheritdoc cref="RequestExtended" path="/param"/>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry RequestAnswered(SubjectRequest request, string? reason, Actor actor, ConsentRules rules, Timestamp at) =>
        Kept(AuditEntryType.RequestAnswered, request, reason, actor, rules, at);

    /// <summary>Whether an entry is about a request.</summary>
    public static bool IsOfRequest(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Type == AuditEntryType.Requested || entry.Type == AuditEntryType.RequestExtended || entry.Type == AuditEntryType.RequestAnswered;
    }

    /// <summary>How a request stands after an entry about it, as whoever wrote the entry knew it.</summary>
    /// <exception cref="ArgumentException">Not such an entry.</exception>
    /// <exception cref="FormatException">A detail of it cannot be read.</exception>
    public static SubjectRequest RequestOf(AuditEntry entry)
    {
        var details = IsOfRequest(entry) ? entry.Facts.Details : throw new ArgumentException("Not the entry of a request.", nameof(entry));
        return SubjectRequest.Read(
            SubjectRequestNumber.Parse(Text(Request)),
            PayloadCode<SubjectRequestKind>.Find(Encoding.UTF8.GetBytes(Text(RequestKind))), Text(RequestKind),
            Timestamp.Parse(Text(ReceivedAt)), Timestamp.Parse(Text(FirstDue)), Timestamp.Parse(Text(DueAt)), At(ExtensionToldAt), At(AnsweredAt),
            details.TryGetValue(RefusedFor, out var why) ? PayloadCode<SubjectRequestRefusal>.Find(Encoding.UTF8.GetBytes(why)) ?? SubjectRequestRefusal.Other : null,
            details.ContainsKey(ByErasure));

        string Text(string name) => details.GetValueOrDefault(name) ?? throw new FormatException("The entry of a request lacks a detail.");

        Timestamp? At(string name) => details.TryGetValue(name, out var at) ? Timestamp.Parse(at) : null;
    }

    /// <summary>How a request stands after a further entry about it. Of entries that contradict each other, the one that the log has first stands.</summary>
    /// <param name="before">The request by the entries before; <see langword="null"/>: there is none, or those were erased.</param>
    /// <param name="entry">The entry, of the same number.</param>
    /// <inheritdoc cref="RequestOf" path="/exception"/>
    public static SubjectRequest RequestAfter(SubjectRequest? before, AuditEntry entry)
    {
        var said = RequestOf(entry);
        return before is null ? said
            : before.Number == said.Number ? before.After(entry.Type, said)
            : throw new ArgumentException("The entry is about another request.", nameof(entry));
    }

    /// <summary>Of a <c>requested</c> entry: by what a second filing of the same is known; <see langword="null"/>: by nothing.</summary>
    public static Sha256Digest? FilingOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Type == AuditEntryType.Requested && entry.Facts.Details.TryGetValue(FiledAs, out var filing) && Sha256Digest.TryParse(filing, null, out var digest) ? digest : null;
    }

    private static AuditEntry Kept(AuditEntryType type, SubjectRequest request, string? reason, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        var details = DetailsOf(request);
        details = StoredText.Cut(reason, Evidence.MaxTextLength, out var whole) is { } kept ? details.Add(Why, kept) : details;
        details = whole is { } digest ? details.Add(WhySha256, digest.ToString()) : details;
        return Entry(type, rules, at, details) with { Actor = StaffOnly(actor) };
    }

    /// <summary>Whoever is a contact too would be named by themselves.</summary>
    private static EntryActor? StaffOnly(Actor actor) => actor.Roles.Contains(ActorRole.Contact) || actor.Roles.Contains(ActorRole.ContactByLink) ? null : EntryActor.Of(actor);

    private static ImmutableSortedDictionary<string, string> DetailsOf(SubjectRequest request)
    {
        var details = Details(
            (Request, request.Number.ToString()), (RequestKind, request.UnknownKind ?? PayloadCode<SubjectRequestKind>.Of(request.Kind)),
            (ReceivedAt, Written(request.ReceivedAt)), (FirstDue, Written(request.FirstDue)), (DueAt, Written(request.Due))).ToBuilder();
        if (request.ExtensionToldAt is { } told)
        {
            details.Add(ExtensionToldAt, Written(told));
        }

        if (request.AnsweredAt is { } answered)
        {
            details.Add(AnsweredAt, Written(answered));
        }

        if (request.Refusal is { } refusal)
        {
            details.Add(RefusedFor, PayloadCode<SubjectRequestRefusal>.Of(refusal));
        }

        if (request.IsAnsweredByErasure)
        {
            details.Add(ByErasure, "true");
        }

        return details.ToImmutable();

        static string Written(Timestamp at) => at.ToString(null, CultureInfo.InvariantCulture);
    }
}
