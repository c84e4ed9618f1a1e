namespace Consent.Reference;

/// <summary>A rule set with its switches, each at the default of RULES 3.</summary>
public sealed record RefJurisdiction(RefJurisdictionName Name)
{
    /// <summary>The rules of the Union.</summary>
    public static RefJurisdiction EuropeanUnion { get; } = new(RefJurisdictionName.EuropeanUnion);

    /// <summary>The rules of Italy.</summary>
    public static RefJurisdiction Italy { get; } = new(RefJurisdictionName.Italy);

    /// <summary>Row 10: Review instead of a Fail where missing proof is all that a consent lacks.</summary>
    public bool ReviewLegacyConsent { get; init; }

    /// <summary>Row 10: which gives must be confirmed; null: none.</summary>
    public RefDoubleOptIn? DoubleOptIn { get; init; }

    /// <summary>Row 14: a consent not later than an objection, lifted since, does not do.</summary>
    public bool PredatesObjectionCheck { get; init; } = true;

    /// <summary>Row 16: a refused channel blocks its soft spam too.</summary>
    public bool RefusalBlocksSoftSpam { get; init; } = true;

    /// <summary>Row 20 (Italy only).</summary>
    public bool SoftSpamByPaper { get; init; }

    /// <summary>Row 21: all automatic purposes must have a clean consent; else one suffices.</summary>
    public bool AllAutomatedForExtension { get; init; }

    /// <summary>Rows 7, 20, 22: how many days a check of the opposition register stays fresh.</summary>
    public int RegisterCheckDays { get; init; } = 15;

    /// <summary>Row 9: below this age a guardian is needed.</summary>
    public int MinorAge { get; init; } = Name == RefJurisdictionName.Italy ? 14 : 16;

    /// <summary>Row 13, family <c>contact</c>.</summary>
    public int? ContactValidityMonths { get; init; }

    /// <summary>Row 13, family <c>profiling</c>.</summary>
    public int? ProfilingValidityMonths { get; init; }

    /// <summary>Row 13, family <c>transfer</c>.</summary>
    public int? TransferValidityMonths { get; init; }
}
