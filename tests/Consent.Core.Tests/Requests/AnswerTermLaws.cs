using System.Globalization;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Requests;

/// <summary>Until when a request is to be answered (GDPR art. 12(3), Regulation 1182/71 art. 3).</summary>
public class AnswerTermLaws
{
    private static readonly SubjectRequestNumber s_number = SubjectRequestNumber.FromBits(7);

    private static readonly TimeZoneInfo[] s_zones =
    [
        TimeZoneInfo.Utc, .. new[] { "Europe/Rome", "America/New_York", "Pacific/Auckland", "Asia/Beirut", "Atlantic/Azores", "America/Havana", "America/Sao_Paulo", "Asia/Kathmandu" }.Select(TimeZoneInfo.FindSystemTimeZoneById),
        .. new[] { 14, -12 }.Select(hours => TimeZoneInfo.CreateCustomTimeZone($"z{hours}", TimeSpan.FromHours(hours), $"z{hours}", $"z{hours}")),
    ];

    [Law]
    public Property It_is_due_until_the_last_moment_of_the_day_of_the_same_number_or_of_the_last_day_of_the_month() => Laws.ForAll(Receipts(), at =>
    {
        var (received, zone) = at;
        var (first, extended) = Dues(received, zone);
        var day = DayOf(received, zone);
        var (due, later) = (Later(day, 1), Later(Later(day, 1), 2));
        return DayOf(first, zone) == due && DayOf(first.Plus(TimeSpan.FromMicroseconds(1)), zone) == due.AddDays(1)
            && DayOf(extended, zone) == later && DayOf(extended.Plus(TimeSpan.FromMicroseconds(1)), zone) == later.AddDays(1);
    });

    [Law]
    public Property Where_the_zone_is_not_stated_it_is_never_due_later_than_in_any_zone() => Laws.ForAll(Receipts(), at =>
    {
        var (first, extended) = Dues(at.At, null);
        return s_zones.All(zone => Dues(at.At, zone) is var stated && first <= stated.First && extended <= stated.Extended && stated.First.Since(first) < TimeSpan.FromDays(6));
    });

    [Theory]
    [InlineData("2026-01-31T10:00:00+01:00", "2026-02-28T23:59:59.999999+01:00", "2026-04-28T23:59:59.999999+02:00")] // February has no 31st, and the further months are counted from its end.
    [InlineData("2028-01-31T10:00:00+01:00", "2028-02-29T23:59:59.999999+01:00", "2028-04-29T23:59:59.999999+02:00")] // A leap year.
    [InlineData("2028-02-29T10:00:00+01:00", "2028-03-29T23:59:59.999999+02:00", "2028-05-29T23:59:59.999999+02:00")] // Summer time has begun.
    [InlineData("2026-04-30T10:00:00+02:00", "2026-05-30T23:59:59.999999+02:00", "2026-07-30T23:59:59.999999+02:00")] // Not the last day of May.
    [InlineData("2026-12-15T00:00:00+01:00", "2027-01-15T23:59:59.999999+01:00", "2027-03-15T23:59:59.999999+01:00")]
    [InlineData("2026-02-27T23:59:59.999999+01:00", "2026-03-27T23:59:59.999999+01:00", "2026-05-27T23:59:59.999999+02:00")] // Just before midnight.
    [InlineData("2026-02-28T00:00:00+01:00", "2026-03-28T23:59:59.999999+01:00", "2026-05-28T23:59:59.999999+02:00")] // Just after: still the 27th in UTC.
    [InlineData("2026-09-25T12:00:00+02:00", "2026-10-25T23:59:59.999999+01:00", "2026-12-25T23:59:59.999999+01:00")] // The day that the clocks go back; Christmas counts as any other day.
    public void In_Rome(string received, string first, string extended) =>
        Assert.Equal((At(first), At(extended)), Dues(At(received), TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome")));

    [Fact]
    public void Nothing_is_received_at_the_ends_of_time()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SubjectRequest.Received(s_number, SubjectRequestKind.Access, Timestamp.MinValue, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubjectRequest.Received(s_number, SubjectRequestKind.Access, Timestamp.MaxValue, TimeZoneInfo.Utc));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubjectRequest.Received(s_number, (SubjectRequestKind)7, TimeGen.Origin, null));
        Assert.Throws<ArgumentException>(() => SubjectRequest.Received(default, SubjectRequestKind.Access, TimeGen.Origin, null));
        foreach (var zone in s_zones)
        {
            SubjectRequest.Received(s_number, SubjectRequestKind.Access, At("0002-01-01T00:00:00Z"), zone);
            Dues(At("9998-12-31T23:59:59Z"), zone);
        }
    }

    private static Timestamp At(string text) => Timestamp.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    private static (Timestamp First, Timestamp Extended) Dues(Timestamp received, TimeZoneInfo? zone)
    {
        var request = SubjectRequest.Received(s_number, SubjectRequestKind.Access, received, zone);
        return (request.Due, request.Extend(received, received, zone).Request!.Due);
    }

    /// <summary>Whole hours and a moment before them, so that midnights are met.</summary>
    private static Gen<(Timestamp At, TimeZoneInfo Zone)> Receipts() =>
        from hours in Gen.Choose(0, 24 * 366 * 30)
        from before in Gen.Elements(0, 1)
        from zone in Gen.Elements(s_zones)
        select (At("2000-01-01T00:00:00Z").Plus(TimeSpan.FromHours(hours)).Plus(TimeSpan.FromMicroseconds(-before)), zone);

    private static DateOnly DayOf(Timestamp at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at.ToDateTimeOffset().UtcDateTime, zone));

    private static DateOnly Later(DateOnly day, int months)
    {
        var month = day.Month - 1 + months;
        var (year, number) = (day.Year + (month / 12), (month % 12) + 1);
        return new(year, number, Math.Min(day.Day, DateTime.DaysInMonth(year, number)));
    }
}
