namespace Consent.Reference;

/// <summary>Row 9: how old somebody is. A birthday has come when its day has begun in every time zone.</summary>
internal static class Ages
{
    /// <summary>The ages stated as of the request.</summary>
    public static IEnumerable<int> StatedNow(RefRequest request)
    {
        if (request.Age is { } age)
        {
            yield return age;
        }

        if (request.BornOn is { } bornOn)
        {
            yield return At(bornOn, request.AsOf);
        }
    }

    /// <summary>The birthdays that have come; -1 before the birth.</summary>
    public static int At(DateOnly bornOn, long instant)
    {
        var age = -1;
        while (bornOn.Year + age + 1 <= DateOnly.MaxValue.Year && Birthday(bornOn, age + 1) <= instant)
        {
            age++;
        }

        return age;
    }

    private static long Birthday(DateOnly bornOn, int age)
    {
        var year = bornOn.Year + age;
        var isMissing = bornOn is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year);
        var day = isMissing ? new DateTime(year, 3, 1) : new DateTime(year, bornOn.Month, bornOn.Day);
        return (day.AddHours(12) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
