using System.Globalization;

namespace Consent.Tracking.Tests.Stories;

/// <summary>A request as a naive list has it: dates by the calendar of Rome, rules one after the other.</summary>
internal sealed class ListedRequest(SubjectRequestNumber number, ContactId contact, string? id, SubjectRequestKind kind, Timestamp receivedAt)
{
    public SubjectRequestNumber Number => number;

    public ContactId Contact => contact;

    public string? Id => id;

    public SubjectRequestKind Kind => kind;

    public Timestamp ReceivedAt => receivedAt;

    public string State { get; private set; } = "open";

    public Timestamp? ToldAt { get; private set; }

    public Timestamp? AnsweredAt { get; private set; }

    public bool IsOpen => AnsweredAt is null;

    private DateOnly FirstDay => Months(DayOf(receivedAt), 1);

    private DateOnly LastDay => ToldAt is null ? FirstDay : Months(FirstDay, 2);

    public Timestamp Due => EndOf(LastDay);

    public SubjectRequestOutcome Extend(Timestamp toldAt, Timestamp now)
    {
        if (ToldAt == toldAt)
        {
            return SubjectRequestOutcome.Repeated;
        }

        if (!IsOpen)
        {
            return SubjectRequestOutcome.AlreadyAnswered;
        }

        if (ToldAt is not null)
        {
            return SubjectRequestOutcome.AlreadyExtended;
        }

        if (toldAt < receivedAt)
        {
            return SubjectRequestOutcome.BeforeReceipt;
        }

        if (DayOf(toldAt) > FirstDay || DayOf(now) > FirstDay)
        {
            return SubjectRequestOutcome.FirstMonthIsOver;
        }

        ToldAt = toldAt;
        return SubjectRequestOutcome.Recorded;
    }

    public SubjectRequestOutcome End(string state, Timestamp at)
    {
        if (AnsweredAt == at && State == state)
        {
            return SubjectRequestOutcome.Repeated;
        }

        if (!IsOpen)
        {
            return SubjectRequestOutcome.AlreadyAnswered;
        }

        if (at < receivedAt)
        {
            return SubjectRequestOutcome.BeforeReceipt;
        }

        (State, AnsweredAt) = (state, at);
        return SubjectRequestOutcome.Recorded;
    }

    public string Line => Written(kind, receivedAt, EndOf(FirstDay), Due, ToldAt, State, AnsweredAt);

    public static string LineOf(SubjectRequest request) => Written(
        request.Kind, request.ReceivedAt, request.FirstDue, request.Due, request.ExtensionToldAt,
        request.State switch
        {
            SubjectRequestState.Open => "open",
            SubjectRequestState.Refused => $"refused {request.Refusal}",
            _ => request.IsAnsweredByErasure ? "erased" : "answered",
        },
        request.AnsweredAt);

    private static string Written(SubjectRequestKind kind, Timestamp received, Timestamp first, Timestamp due, Timestamp? told, string state, Timestamp? answered) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {received} {first} {due} {told} {state} {answered}");

    private static DateOnly DayOf(Timestamp at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at.ToDateTimeOffset().UtcDateTime, RequestHost.Rome));

    private static DateOnly Months(DateOnly day, int months)
    {
        var month = day.Month + months;
        var (year, number) = month > 12 ? (day.Year + 1, month - 12) : (day.Year, month);
        return new(year, number, Math.Min(day.Day, DateTime.DaysInMonth(year, number)));
    }

    private static Timestamp EndOf(DateOnly day) =>
        Timestamp.From(new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(23, 59, 59, 999, 999)), RequestHost.Rome)));
}
