using System.Runtime.CompilerServices;

namespace Consent;

/// <summary>The rule set in force, as data: which rows apply, and their settings. Another country is another value, not another code path. Immutable.</summary>
/// <remarks>Rules whose source was not seen in the official text are switches here, documented as readings. This is software, not legal advice.</remarks>
public sealed record Jurisdiction
{
    private const ulong ItalianRows = (1UL << (int)DecisionRow.ExtendedObjection) | (1UL << (int)DecisionRow.RegisterPhone) | (1UL << (int)DecisionRow.RegisterFresh)
        | (1UL << (int)DecisionRow.RegisterPostal) | (1UL << (int)DecisionRow.SoftSpamByPaper) | (1UL << (int)DecisionRow.ExtendedConsent) | (1UL << (int)DecisionRow.Directory);

    private readonly ulong _rows;

    private Jurisdiction(string name, ulong rows)
    {
        Name = name;
        _rows = rows;
    }

    /// <summary>The GDPR and the ePrivacy Directive, without national law.</summary>
    public static Jurisdiction EuropeanUnion { get; } = new("EuropeanUnion", ~ItalianRows);

    /// <summary>The same with the Italian Codice, the register of oppositions and the Garante's decisions.</summary>
    public static Jurisdiction Italy { get; } = new("Italy", ~0UL) { MinorAge = 14 };

    /// <summary>Its name, written into decisions and entries.</summary>
    public string Name { get; }

    /// <summary>Row 9: below which age a guardian must consent; 13 to 16 (GDPR art. 8(1)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 13 to 16.</exception>
    public int MinorAge
    {
        get;
        init => field = value is >= 13 and <= 16 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "GDPR art. 8(1) allows 13 to 16.");
    }
    = 16;

    /// <summary>Row 7: for how long a check of the register holds; at least a moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan RegisterCheckValidity { get; init => field = Positive(value); } = TimeSpan.FromDays(15);

    /// <summary>Row 10: data from before the library whose only flaw is a missing notice or incomplete evidence is Review, not Fail.</summary>
    public bool ReviewLegacyConsent { get; init; }

    /// <summary>Rows 10 and 11: which yeses must be confirmed; <see langword="null"/>: none.</summary>
    public DoubleOptIn? DoubleOptIn { get; init; }

    /// <summary>Row 13: after how many months consent to be contacted expires; <see langword="null"/>: never.</summary>
    public int? ContactValidityMonths { get; init => field = PositiveMonths(value); }

    /// <summary>Row 13: after how many months consent to profiling expires; <see langword="null"/>: never.</summary>
    public int? ProfilingValidityMonths { get; init => field = PositiveMonths(value); }

    /// <summary>Row 13: after how many months consent to a transfer expires; <see langword="null"/>: never.</summary>
    public int? TransferValidityMonths { get; init => field = PositiveMonths(value); }

    /// <summary>Row 14: a consent not later than an objection since taken back must be renewed (a reading, on).</summary>
    public bool ObjectionOutdatesConsent { get; init; } = true;

    /// <summary>Row 16: a no to the channel blocks soft spam too (a reading, on).</summary>
    public bool RefusalBlocksSoftSpam { get; init; } = true;

    /// <summary>Row 20: soft spam on paper exists (unverified, off). Only where the row applies.</summary>
    public bool SoftSpamOnPaper { get; init; }

    /// <summary>Row 21: every automatic purpose must be consented to, not only one.</summary>
    public bool ExtensionNeedsAllAutomatic { get; init; }

    /// <summary>The preset <c>IT-2005</c>: consents expire after 24 months, for profiling 12 (Garante 24 Feb 2005, on loyalty programmes; a secondary source).</summary>
    public Jurisdiction WithItalianLoyaltyValidity() => this with { ContactValidityMonths = 24, ProfilingValidityMonths = 12 };

    /// <summary>Whether a row applies.</summary>
    public bool Has(DecisionRow row) => (_rows & (1UL << (int)row)) != 0;

    /// <summary>The validity of consents to an operation, in months.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int? ValidityOf(Operation operation) => operation switch
    {
        Operation.ToContact => ContactValidityMonths,
        Operation.Profiling => ProfilingValidityMonths,
        Operation.TransferToThirdParty => TransferValidityMonths,
        _ => null,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>All settings in one line, so that two rule sets can be told apart.</summary>
    internal string Settings() => FormattableString.Invariant(
        $"{Name};{_rows};{MinorAge};{RegisterCheckValidity.Ticks};{ReviewLegacyConsent};{DoubleOptIn?.Settings()};{ContactValidityMonths};{ProfilingValidityMonths};{TransferValidityMonths};{ObjectionOutdatesConsent};{RefusalBlocksSoftSpam};{SoftSpamOnPaper};{ExtensionNeedsAllAutomatic}");

    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The validity of a check must be positive.");

    private static int? PositiveMonths(int? value) =>
        value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A validity is at least one month.");
}
