using System.Collections.Immutable;

namespace Consent;

/// <summary>The presets: the law of 28 November 2026, in our words, for a lawyer to review (<c>docs/jurisdictions.md</c>).</summary>
public sealed partial class Jurisdiction
{
    /// <summary>The version of the presets: the date of the law that they have.</summary>
    internal const string PresetVersion = "2026-11-28";

    private static readonly Lazy<Jurisdiction> s_europeanUnion = new(EuropeanUnionPreset.Make);
    private static readonly Lazy<Jurisdiction> s_italy = new(ItalyPreset.Make);
    private static readonly Lazy<Jurisdiction> s_germany = new(GermanyPreset.Make);
    private static readonly Lazy<Jurisdiction> s_france = new(FrancePreset.Make);
    private static readonly Lazy<Jurisdiction> s_spain = new(SpainPreset.Make);
    private static readonly Lazy<Jurisdiction> s_unitedKingdom = new(UnitedKingdomPreset.Make);
    private static readonly Lazy<Jurisdiction> s_switzerland = new(SwitzerlandPreset.Make);

    /// <summary>GDPR and Directive 2002/58, for hosts without a national preset.</summary>
    public static Jurisdiction EuropeanUnion => s_europeanUnion.Value;

    /// <summary>Italy: the Codice, the register of oppositions, the Garante's decisions.</summary>
    public static Jurisdiction Italy => s_italy.Value;

    /// <summary>Germany: UWG 7 and 7a.</summary>
    public static Jurisdiction Germany => s_germany.Value;

    /// <summary>France: CPCE L. 34-5, C. conso. L. 223-1.</summary>
    public static Jurisdiction France => s_france.Value;

    /// <summary>Spain: LSSI 21, LGTel 66, LOPDGDD.</summary>
    public static Jurisdiction Spain => s_spain.Value;

    /// <summary>The United Kingdom: UK GDPR and PECR.</summary>
    public static Jurisdiction UnitedKingdom => s_unitedKingdom.Value;

    /// <summary>Switzerland: UWG 3 and DSG.</summary>
    public static Jurisdiction Switzerland => s_switzerland.Value;

    /// <summary>All presets.</summary>
    public static ImmutableArray<Jurisdiction> Presets => [EuropeanUnion, Italy, Germany, France, Spain, UnitedKingdom, Switzerland];

    /// <summary>A preset by its name or code; <see langword="null"/>: there is none.</summary>
    public static Jurisdiction? Find(string nameOrCode)
    {
        ArgumentNullException.ThrowIfNull(nameOrCode);
        return Presets.FirstOrDefault(p => p.IsNamed(nameOrCode));
    }
}
