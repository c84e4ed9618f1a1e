namespace Consent;

/// <summary>Row 9: minors.</summary>
internal ref partial struct Evaluation
{
    /// <summary>A birthday has come everywhere at noon, UTC.</summary>
    private static readonly TimeOnly s_everywhere = new(12, 0);

    /// <summary>Whether a guardian was wanted and none acted: the age at the give or now is stated below the limit; or the service is aimed at minors, and the age at the give unstated.</summary>
    private bool LacksGuardian(scoped in FlagCell give)
    {
        if (_law.Law.MinorAge is not { } limit || (give.IsAttested && (give.Proof & StatementProof.Guardian) != StatementProof.None))
        {
            return false;
        }

        return IsStatedMinor() || (_facts.BornOn is { } born ? give.At < Birthday(born, limit) : _request.IsAimedAtMinors);
    }

    /// <summary>Whether the person is stated to be a minor now.</summary>
    private bool IsStatedMinor() => _law.Law.MinorAge is { } limit && (_facts.Age < limit || (_facts.BornOn is { } born && !HasCome(Birthday(born, limit))));

    /// <summary>Whether the person is stated to have come of age.</summary>
    private bool IsOfAge() => _law.Law.MinorAge is { } limit && (_facts.Age >= limit || (_facts.BornOn is { } born && HasCome(Birthday(born, limit))));

    private static Timestamp Birthday(DateOnly born, int age)
    {
        if (born.Year + age > DateOnly.MaxValue.Year)
        {
            return Timestamp.MaxValue;
        }

        // Whoever was born on 29 February comes of age on 1 March in other years.
        var day = born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(born.Year + age) ? new DateOnly(born.Year + age, 3, 1) : born.AddYears(age);
        return new DateTimeOffset(day, s_everywhere, TimeSpan.Zero);
    }
}
