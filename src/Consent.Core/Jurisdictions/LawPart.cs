using System.Collections.Immutable;

namespace Consent;

/// <summary>One part of a jurisdiction: a line of its table, as a lawyer reads it. Immutable.</summary>
public abstract class LawPart
{
    private protected LawPart(LawHeading heading)
    {
        Scope = heading.Scope;
        Citation = heading.Citation == Citation.None ? Citation.None : heading.Citation;
        Setting = heading.Setting;
        IsOn = heading.Setting is null || heading.IsOn;
    }

    /// <summary>What it says.</summary>
    public abstract LawPartKind Kind { get; }

    /// <summary>Its source, as a decision that rests on it cites it.</summary>
    public Citation Citation { get; }

    /// <summary>The setting that turns it on and off (<see cref="Jurisdiction.TurnOn"/>); <see langword="null"/>: it is always on.</summary>
    public string? Setting { get; }

    /// <summary>Whether it is on.</summary>
    public bool IsOn { get; }

    /// <summary>From when it applies; <see langword="null"/>: from ever.</summary>
    public Timestamp? From => Scope.From;

    /// <summary>Until when, itself excluded; <see langword="null"/>: for ever.</summary>
    public Timestamp? Until => Scope.Until;

    /// <summary>What it says, in a few words.</summary>
    public abstract string Says { get; }

    /// <summary>What it is about, in a few words: means, operations, kinds, sectors.</summary>
    public string About => string.Join("; ", LawWords.Of(Scope));

    /// <summary>What it says.</summary>
    public override string ToString() => Says;

    internal LawScope Scope { get; }

    internal LawHeading Heading => new(Scope, Citation, Setting, IsOn);

    /// <summary>The same part, on or off.</summary>
    internal abstract LawPart With(LawHeading heading);

    internal LawPart Turned(bool isOn) => With(Heading with { IsOn = isOn });
}

/// <summary>What each part has.</summary>
internal sealed record LawHeading(LawScope Scope, Citation Citation, string? Setting, bool IsOn);

internal sealed class RulePart(LawHeading heading, ContactRule rule, string? group, ImmutableArray<LawCondition> conditions, int? recentMonths, Obligations obligations) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.Rule;

    public ContactRule Rule => rule;

    /// <summary>Rules of one group are alternatives; without a group it is one of its own.</summary>
    public string? Group => group;

    public ImmutableArray<LawCondition> Conditions => conditions;

    /// <summary>How long ago the sale of <see cref="LawCondition.RecentCustomer"/> may be.</summary>
    public int? RecentMonths => recentMonths;

    public Obligations Obligations { get; } = rule == ContactRule.Interest ? obligations | Obligations.IncludeOptOut : obligations;

    public override string Says => LawWords.Of(this);

    internal override LawPart With(LawHeading heading) => new RulePart(heading, rule, group, conditions, recentMonths, obligations);
}

internal sealed class OptInOnlyPart(LawHeading heading) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.OptInOnly;

    public override string Says => "Consent only: other rules, the customer exception and extensions are closed";

    internal override LawPart With(LawHeading heading) => new OptInOnlyPart(heading);
}

internal sealed class NationalLawPart(LawHeading heading) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.NationalLaw;

    public override string Says => "National law decides";

    internal override LawPart With(LawHeading heading) => new NationalLawPart(heading);
}

internal sealed class CustomerExceptionPart(LawHeading heading, int sales, int? longestAgeMonths, Obligations obligations) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.CustomerException;

    /// <summary>A bit each, by <see cref="SaleKind"/>.</summary>
    public int Sales { get; } = sales == 0 ? LawScope.Bit((int)SaleKind.Paid) : sales;

    public int? LongestAgeMonths => longestAgeMonths;

    public Obligations Obligations { get; } = obligations | Obligations.IncludeOptOut;

    public override string Says => LawWords.Of(this);

    internal override LawPart With(LawHeading heading) => new CustomerExceptionPart(heading, sales, longestAgeMonths, obligations);
}

internal sealed record ListTerms
{
    public required string Name { get; init; }

    /// <summary>Days that a check holds, by <see cref="Channel"/>; the default under <see cref="Channel.None"/>.</summary>
    public ImmutableSortedDictionary<Channel, int> CheckHoldsDays { get; init; } = ImmutableSortedDictionary<Channel, int>.Empty;

    public int GraceDays { get; init; }

    public ListPassing Passes { get; init; }

    public bool RenewalCounts { get; init; }

    /// <summary>Channels where only addresses of a public directory are asked about, a bit each.</summary>
    public int DirectoryOnly { get; init; }

    public bool BlocksTransfers { get; init; }

    /// <summary>How long after its end a contract still saves the consents given within it; <see langword="null"/>: it never does.</summary>
    public int? ContractEndedDays { get; init; }
}

internal sealed class ListPart(LawHeading heading, ListTerms terms) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.List;

    public ListTerms Terms => terms;

    public override string Says => LawWords.Of(this);

    /// <summary>Whether a purpose is asked of the list: by its channel, or as a transfer that it blocks.</summary>
    public bool Covers(PurposeNode node) => Scope.IsAbout(node) || (terms.BlocksTransfers && node.Operation == Operation.TransferToThirdParty);

    /// <summary>How long a check holds for a channel; <see langword="null"/>: for ever.</summary>
    public int? HoldsDays(Channel channel) =>
        terms.CheckHoldsDays.TryGetValue(channel, out var days) || terms.CheckHoldsDays.TryGetValue(Channel.None, out days) ? days : null;

    internal override LawPart With(LawHeading heading) => new ListPart(heading, terms);
}

internal sealed class ExtensionPart(LawHeading heading, bool isConsent, PurposePath from, PurposePath to, bool needsAll) : LawPart(heading)
{
    public override LawPartKind Kind => isConsent ? LawPartKind.ConsentExtends : LawPartKind.ObjectionExtends;

    public PurposePath FromGroup => from;

    public PurposePath ToGroup => to;

    /// <summary>Of a consent: every purpose of the group must be consented to, not only one.</summary>
    public bool NeedsAll => needsAll;

    public override string Says => LawWords.Of(this);

    internal override LawPart With(LawHeading heading) => new ExtensionPart(heading, isConsent, from, to, needsAll);
}

internal sealed class DoubleOptInPart(LawHeading heading, DoubleOptIn terms) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.DoubleOptIn;

    public DoubleOptIn Terms => terms;

    public override string Says => LawWords.Of(this);

    internal override LawPart With(LawHeading heading) => new DoubleOptInPart(heading, terms);
}

internal sealed class ValidityPart(LawHeading heading, int months, bool isFromActivity) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.Validity;

    public int Months => months;

    public bool IsFromActivity => isFromActivity;

    public override string Says => $"A consent lasts {months} months from {(isFromActivity ? "the person's last activity" : "when it was given")}";

    internal override LawPart With(LawHeading heading) => new ValidityPart(heading, months, isFromActivity);
}

internal sealed class ProofPart(LawHeading heading, ImmutableArray<string> methods, StatementProof needs) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.Proof;

    /// <summary>The methods that it is about; empty: all.</summary>
    public ImmutableArray<string> Methods => methods;

    public StatementProof Needs => needs;

    public override string Says => LawWords.Of(this);

    /// <summary>Whether it asks something of a yes by this method.</summary>
    public bool IsAbout(string? method) => methods.Length == 0 || (method is not null && methods.Contains(method.Trim(), StringComparer.OrdinalIgnoreCase));

    internal override LawPart With(LawHeading heading) => new ProofPart(heading, methods, needs);
}

internal sealed class ProofKeptPart(LawHeading heading, int months, ProofKeptFrom from) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.ProofKept;

    public int Months => months;

    public ProofKeptFrom CountedFrom => from;

    public override string Says => LawWords.Of(this);

    internal override LawPart With(LawHeading heading) => new ProofKeptPart(heading, months, from);
}

internal sealed record AskingTerms(int? AfterNoMonths, int? AfterPutOffMonths, int? RenewableMonths);

internal sealed class AskingPart(LawHeading heading, AskingTerms terms) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.Asking;

    public AskingTerms Terms => terms;

    public override string Says => LawWords.Of(this);

    internal override LawPart With(LawHeading heading) => new AskingPart(heading, terms);
}

internal sealed class ObligationPart(LawHeading heading, Obligations obligations) : LawPart(heading)
{
    public override LawPartKind Kind => LawPartKind.Obligation;

    public Obligations Obligations => obligations;

    public override string Says => LawWords.Of(obligations);

    internal override LawPart With(LawHeading heading) => new ObligationPart(heading, obligations);
}
