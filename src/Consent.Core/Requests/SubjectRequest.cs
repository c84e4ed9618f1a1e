using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a person asked for under GDPR art. 15-22, and until when it is to be answered (art. 12(3)). It says nothing of who the person is. Immutable.</summary>
/// <remarks>
/// It is answered within one month of its receipt. The controller may extend that once, by two further months, where it is complex or there are many, and tells the person so, with the reasons, within the first month. It is refused
/// with reasons, told within one month (12(4)). The recipients to be told of a rectification, erasure or restriction (art. 19) are not part of it.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<SubjectRequest>))]
public sealed record SubjectRequest
{
    private SubjectRequest()
    {
    }

    /// <summary>Its number in the register.</summary>
    public SubjectRequestNumber Number { get; private init; }

    /// <summary>Which right.</summary>
    public SubjectRequestKind Kind { get; private init; }

    /// <summary>When it was received, by whatever way.</summary>
    public Timestamp ReceivedAt { get; private init; }

    /// <summary>The last moment of its first month: until then it is answered, extended or refused.</summary>
    public Timestamp FirstDue { get; private init; }

    /// <summary>The last moment at which an answer is in time: <see cref="FirstDue"/>, or two months later where it was extended.</summary>
    public Timestamp Due { get; private init; }

    /// <summary>When the person was told that it takes longer, and why; <see langword="null"/>: it was not extended.</summary>
    public Timestamp? ExtensionToldAt { get; private init; }

    /// <summary>Whether it was answered.</summary>
    public SubjectRequestState State { get; private init; }

    /// <summary>When the person was told the answer or the refusal; <see langword="null"/>: it is open.</summary>
    public Timestamp? AnsweredAt { get; private init; }

    /// <summary>Why it was refused; <see langword="null"/>: it was not.</summary>
    public SubjectRequestRefusal? Refusal { get; private init; }

    /// <summary>Whether the answer was that the person was erased.</summary>
    public bool IsAnsweredByErasure { get; private init; }

    /// <summary>The article of the GDPR that gives the right: 15 to 22; 0 of one that is unknown.</summary>
    public int Article => Kind switch
    {
        SubjectRequestKind.Access => 15,
        SubjectRequestKind.Rectification => 16,
        SubjectRequestKind.Erasure => 17,
        SubjectRequestKind.Restriction => 18,
        SubjectRequestKind.Portability => 20,
        SubjectRequestKind.Objection => 21,
        SubjectRequestKind.HumanReview => 22,
        _ => 0,
    };

    /// <summary>What a later version calls the right, where it is <see cref="SubjectRequestKind.Unknown"/>: so that what is written of it says so too.</summary>
    internal string? UnknownKind { get; private init; }

    /// <summary>Whether the answer came in time, a refusal within the first month (art. 12(4)); <see langword="null"/>: it is open.</summary>
    public bool? WasInTime => AnsweredAt is { } at ? at <= (State == SubjectRequestState.Refused ? FirstDue : Due) : null;

    /// <summary>A request that was received.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="kind">Which right.</param>
    /// <param name="receivedAt">When: in the years 2 to 9998.</param>
    /// <param name="zone">Where days end; <see langword="null"/>: it is not known, and the earliest end of the earliest day counts.</param>
    /// <exception cref="ArgumentException">The number names nothing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such right, or the years 1 and 9999.</exception>
    public static SubjectRequest Received(SubjectRequestNumber number, SubjectRequestKind kind, Timestamp receivedAt, TimeZoneInfo? zone)
    {
        if (number.IsDefault)
        {
            throw new ArgumentException("A request needs a number.", nameof(number));
        }

        if (!Enum.IsDefined(kind) || kind == SubjectRequestKind.Unknown)
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such right.");
        }

        if (receivedAt.ToDateTimeOffset().Year is < 2 or > 9998)
        {
            throw new ArgumentOutOfRangeException(nameof(receivedAt), "A request is received in the years 2 to 9998.");
        }

        var due = AnswerTerm.FirstEnd(receivedAt, zone);
        return new() { Number = number, Kind = kind, ReceivedAt = receivedAt, FirstDue = due, Due = due };
    }

    /// <summary>Whether it is open and its time is over.</summary>
    public bool IsOverdue(Timestamp now) => State == SubjectRequestState.Open && now > Due;

    /// <summary>Two further months for the answer: once, and only while the first month lasts (art. 12(3)).</summary>
    /// <param name="toldAt">When the person was told, with the reasons.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="zone">As of <see cref="Received"/>.</param>
    public SubjectRequestResult Extend(Timestamp toldAt, Timestamp now, TimeZoneInfo? zone) =>
        ExtensionToldAt == toldAt ? new(SubjectRequestOutcome.Repeated, this)
        : State != SubjectRequestState.Open ? new(SubjectRequestOutcome.AlreadyAnswered, this)
        : ExtensionToldAt is not null ? new(SubjectRequestOutcome.AlreadyExtended, this)
        : toldAt < ReceivedAt ? new(SubjectRequestOutcome.BeforeReceipt, this)
        : toldAt > FirstDue || now > FirstDue ? new(SubjectRequestOutcome.FirstMonthIsOver, this)
        : new(SubjectRequestOutcome.Recorded, this with { ExtensionToldAt = toldAt, Due = AnswerTerm.ExtendedEnd(ReceivedAt, zone) });

    /// <summary>What was asked for was done. An answer that is late is one, too.</summary>
    /// <param name="at">When the person was told.</param>
    /// <param name="byErasure">Whether the answer is that the person was erased.</param>
    public SubjectRequestResult Answer(Timestamp at, bool byErasure = false) =>
        End(this with { State = SubjectRequestState.Answered, AnsweredAt = at, IsAnsweredByErasure = byErasure });

    /// <summary>It is refused. A refusal that is late is one, too.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="at">When the person was told.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such reason.</exception>
    public SubjectRequestResult Refuse(SubjectRequestRefusal reason, Timestamp at) => Enum.IsDefined(reason)
        ? End(this with { State = SubjectRequestState.Refused, AnsweredAt = at, Refusal = reason })
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason.");

    /// <summary>Kind, number and state: no personal data.</summary>
    public override string ToString() => $"{Kind} {Number}, {State}, due {Due}";

    /// <summary>As an entry has it.</summary>
    internal static SubjectRequest Read(
        SubjectRequestNumber number, SubjectRequestKind? kind, string code, Timestamp receivedAt, Timestamp firstDue, Timestamp due, Timestamp? extensionToldAt, Timestamp? answeredAt, SubjectRequestRefusal? refusal, bool byErasure) => new()
        {
            Number = number,
            Kind = kind ?? SubjectRequestKind.Unknown,
            UnknownKind = kind is null ? code : null,
            ReceivedAt = receivedAt,
            FirstDue = firstDue,
            Due = due,
            ExtensionToldAt = extensionToldAt,
            State = answeredAt is null ? SubjectRequestState.Open : refusal is null ? SubjectRequestState.Answered : SubjectRequestState.Refused,
            AnsweredAt = answeredAt,
            Refusal = refusal,
            IsAnsweredByErasure = byErasure,
        };

    /// <summary>The same after what a later entry says of it. Of two that contradict each other, the one that the log has first stands.</summary>
    internal SubjectRequest After(AuditEntryType type, SubjectRequest said) =>
        State != SubjectRequestState.Open ? this
        : type == AuditEntryType.RequestExtended ? (ExtensionToldAt is null ? this with { ExtensionToldAt = said.ExtensionToldAt, Due = said.Due } : this)
        : type == AuditEntryType.RequestAnswered ? this with { State = said.State, AnsweredAt = said.AnsweredAt, Refusal = said.Refusal, IsAnsweredByErasure = said.IsAnsweredByErasure }
        : this;

    private SubjectRequestResult End(SubjectRequest ended) =>
        this == ended ? new(SubjectRequestOutcome.Repeated, this)
        : State != SubjectRequestState.Open ? new(SubjectRequestOutcome.AlreadyAnswered, this)
        : ended.AnsweredAt < ReceivedAt ? new(SubjectRequestOutcome.BeforeReceipt, this)
        : new(SubjectRequestOutcome.Recorded, ended);
}
