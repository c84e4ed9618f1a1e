using System.Collections.Immutable;

namespace Consent;

/// <summary>All that a host decides once: its purposes, its law, its notices, its permission table. Immutable.</summary>
public sealed class ConsentRules
{
    /// <summary>A rule set.</summary>
    /// <param name="taxonomy">The purposes; <see langword="null"/>: the predefined ones.</param>
    /// <param name="jurisdiction">The law; <see langword="null"/>: the European Union's.</param>
    /// <param name="notices">The notices published; <see langword="null"/>: none.</param>
    /// <param name="access">The permission table; <see langword="null"/>: the default one.</param>
    /// <param name="futureTolerance">How far ahead of our clock a permissive statement may be dated; <see langword="null"/>: 5 minutes. 0 to 1 day.</param>
    /// <param name="earliestPlausible">What is dated before this was not dated at all: a clock that was never set, a number taken for another unit; <see langword="null"/>: 1995-01-01.</param>
    /// <param name="otherJurisdictions">Further jurisdictions that requests may name (<see cref="ProcessingRequest.Under"/>).</param>
    /// <param name="sectors">The host's lines of business; <see cref="Sector.Other"/> where no jurisdiction has rules for them. None: not stated.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or longer than a day.</exception>
    /// <exception cref="ArgumentException">Two jurisdictions have one name or code.</exception>
    public ConsentRules(
        PurposeTaxonomy? taxonomy = null, Jurisdiction? jurisdiction = null, NoticeCatalog? notices = null, AccessPolicy? access = null, TimeSpan? futureTolerance = null,
        Timestamp? earliestPlausible = null, IEnumerable<Jurisdiction>? otherJurisdictions = null, IEnumerable<Sector>? sectors = null)
    {
        Taxonomy = taxonomy ?? ContactlabTaxonomy.Instance;
        Jurisdiction = jurisdiction ?? Jurisdiction.EuropeanUnion;
        Jurisdictions = [Jurisdiction, .. (otherJurisdictions ?? []).Where(other => other != Jurisdiction)];
        Sectors = [.. (sectors ?? []).Distinct().OrderBy(s => s.Name, StringComparer.Ordinal)];
        Notices = notices ?? NoticeCatalog.Empty;
        Access = access ?? AccessPolicy.Default;
        FutureTolerance = futureTolerance ?? TimeSpan.FromMinutes(5);
        EarliestPlausible = earliestPlausible ?? DefaultEarliestPlausible;
        if (FutureTolerance < TimeSpan.Zero || FutureTolerance > TimeSpan.FromDays(1))
        {
            throw new ArgumentOutOfRangeException(nameof(futureTolerance), futureTolerance, "The tolerance lies between 0 and 1 day.");
        }

        if (Jurisdictions.SelectMany(j => new[] { j.Name, j.Code }.Distinct(StringComparer.Ordinal)).GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two jurisdictions are named {twice.Key}.", nameof(otherJurisdictions));
        }

        Plans = [.. Jurisdictions.Select(j => new LawPlan(j, Taxonomy))];
        ConfirmationEndsAfter = Jurisdictions.Min(j => j.DoubleOptIn?.EndsAfter) ?? DoubleOptIn.DefaultEndsAfter;
        Version = $"{DecisionTable.RulesVersion}/{string.Join('+', Jurisdictions.Select(j => j.Name))}/{Fingerprint().ToString()[..8]}";
    }

    /// <summary>The purposes.</summary>
    public PurposeTaxonomy Taxonomy { get; }

    /// <summary>The law under which requests are decided that name none.</summary>
    public Jurisdiction Jurisdiction { get; }

    /// <summary>The jurisdictions that a request may be asked under; the first is <see cref="Jurisdiction"/>.</summary>
    public ImmutableArray<Jurisdiction> Jurisdictions { get; }

    /// <summary>The host's lines of business; empty: not stated.</summary>
    public ImmutableArray<Sector> Sectors { get; }

    /// <summary>The notices published.</summary>
    public NoticeCatalog Notices { get; }

    /// <summary>The permission table.</summary>
    public AccessPolicy Access { get; }

    /// <summary>How far ahead of our clock a permissive statement may be dated.</summary>
    public TimeSpan FutureTolerance { get; }

    /// <summary>The earliest date that a statement can credibly have: a yes dated before it is refused, a no counts as said now.</summary>
    public Timestamp EarliestPlausible { get; }

    /// <summary>1995-01-01: nobody consented to electronic marketing before.</summary>
    public static Timestamp DefaultEarliestPlausible { get; } = Timestamp.FromUnixMicroseconds(788_918_400_000_000);

    /// <summary>The version of the rules, the jurisdiction, and a fingerprint of its settings; written into decisions and entries.</summary>
    public string Version { get; }

    /// <summary>The same rules with other notices.</summary>
    public ConsentRules With(NoticeCatalog notices) => new(Taxonomy, Jurisdiction, notices, Access, FutureTolerance, EarliestPlausible, Jurisdictions.Skip(1), Sectors);

    /// <summary>The same rules with other purposes.</summary>
    public ConsentRules With(PurposeTaxonomy taxonomy) => new(taxonomy, Jurisdiction, Notices, Access, FutureTolerance, EarliestPlausible, Jurisdictions.Skip(1), Sectors);

    /// <summary>The jurisdictions, each laid over the taxonomy.</summary>
    internal ImmutableArray<LawPlan> Plans { get; }

    /// <summary>How long a yes waits for its confirmation: the shortest of the jurisdictions.</summary>
    internal TimeSpan ConfirmationEndsAfter { get; }

    /// <summary>Whether a yes by this method, said then, must be confirmed under any of the jurisdictions: a request may be asked under each.</summary>
    internal bool AsksToConfirm(string? method, Timestamp saidAt)
    {
        foreach (var jurisdiction in Jurisdictions)
        {
            if (jurisdiction.DoubleOptIn?.Asks(method, saidAt) == true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The jurisdiction that a request names.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    internal LawPlan PlanOf(string nameOrCode)
    {
        foreach (var plan in Plans)
        {
            if (plan.Law.IsNamed(nameOrCode))
            {
                return plan;
            }
        }

        throw new ArgumentException($"The request names the jurisdiction {nameOrCode}; the rules have {string.Join(", ", Jurisdictions.Select(j => j.Name))}.", nameof(nameOrCode));
    }

    private Sha256Digest Fingerprint() => Sha256Digest.OfText(string.Join('\n', [.. Jurisdictions.Select(j => j.Fingerprint.ToString()), .. Sectors.Select(s => s.Name)]));

    /// <summary>The version.</summary>
    public override string ToString() => Version;
}
