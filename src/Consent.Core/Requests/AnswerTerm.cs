namespace Consent;

/// <summary>Until when a request is to be answered: whole months, which end with a day (Regulation (EEC, Euratom) 1182/71 art. 3).</summary>
/// <remarks>
/// The day of the receipt does not count, so a month ends with the last moment of the day of the same number, or of the month's last day where it has none (art. 3(1), (2)(c)). Where that is a holiday, a Saturday or a
/// Sunday the term would end with the next working day (art. 3(4)): that is not used, since an earlier end is safe. The two further months are counted from the end of the first, which is the earlier of two readings.
/// </remarks>
internal static class AnswerTerm
{
    /// <summary>The easternmost zone: there a day ends first.</summary>
    private static readonly TimeSpan s_firstZone = TimeSpan.FromHours(14);

    /// <summary>The westernmost zone: there a day is still on that is over elsewhere.</summary>
    private static readonly TimeSpan s_lastZone = TimeSpan.FromHours(-12);

    public static Timestamp FirstEnd(Timestamp receivedAt, TimeZoneInfo? zone) => EndOf(DayOf(receivedAt, zone).AddMonths(1), zone);

    public static Timestamp ExtendedEnd(Timestamp receivedAt, TimeZoneInfo? zone) => EndOf(DayOf(receivedAt, zone).AddMonths(1).AddMonths(2), zone);

    /// <summary>Where the zone is not known, the earliest day that it may have been.</summary>
    private static DateOnly DayOf(Timestamp at, TimeZoneInfo? zone) =>
        DateOnly.FromDateTime(zone is null ? at.ToDateTimeOffset().ToOffset(s_lastZone).DateTime : TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).DateTime);

    /// <summary>The last moment of a day. Where the zone is not known, of where it ends first; of a midnight that the clocks show twice, before the first, and of one that they skip, when they skip it.</summary>
    private static Timestamp EndOf(DateOnly day, TimeZoneInfo? zone)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        var offset = zone is null ? s_firstZone
            : zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(zone.IsInvalidTime(midnight) ? midnight.AddHours(-6) : midnight);
        return Timestamp.From(new DateTimeOffset(midnight, TimeSpan.Zero)).Plus(-offset).Plus(TimeSpan.FromMicroseconds(-1));
    }
}
