using System.Collections.Immutable;

namespace Consent;

/// <summary>A jurisdiction laid over a taxonomy: for each purpose the parts that may speak of it, so that deciding looks up what applies instead of asking every part.</summary>
internal sealed class LawPlan
{
    private readonly PurposePlan[] _purposes;

    public LawPlan(Jurisdiction law, PurposeTaxonomy taxonomy)
    {
        Law = law;
        ImmutableArray<LawPart> parts = [.. law.Parts.Where(p => p.IsOn)];
        _purposes = [.. taxonomy.Nodes.Select(node => node.IsGroup ? PurposePlan.Nothing : new PurposePlan(node, parts, taxonomy))];
    }

    public Jurisdiction Law { get; }

    public PurposePlan this[PurposeNode node] => _purposes[node.Index];
}

/// <summary>The parts of a jurisdiction that are on and may speak of one purpose, in order.</summary>
internal sealed class PurposePlan
{
    public PurposePlan(PurposeNode node, ImmutableArray<LawPart> parts, PurposeTaxonomy taxonomy)
    {
        Rules = About<RulePart>(node, parts);
        OptInOnly = About<OptInOnlyPart>(node, parts);
        NationalLaw = About<NationalLawPart>(node, parts);
        Exceptions = About<CustomerExceptionPart>(node, parts);
        var channel = node.SoftSpamFor is { } path ? taxonomy.Find(path) : null;
        Lists = [.. parts.OfType<ListPart>().Where(p => p.Covers(node) || (channel is not null && p.Covers(channel)))];
        Validities = About<ValidityPart>(node, parts);
        Proofs = About<ProofPart>(node, parts);
        Askings = [.. parts.OfType<AskingPart>().Where(p => IsAboutWhatever(p.Scope, node))];
        Obligations = About<ObligationPart>(node, parts);
        ObjectionsReaching = [.. Extensions(parts, LawPartKind.ObjectionExtends, taxonomy).Where(e => IsAboutWhatever(e.Part.Scope, node) && (ReferenceEquals(node, e.To) || node.Covering.Contains(e.To.Index)))];
        ConsentsReaching = [.. Extensions(parts, LawPartKind.ConsentExtends, taxonomy).Where(e => e.Part.Scope.IsAbout(node) && IsWithin(node, e.To))];
        ConsentsLeaving = [.. Extensions(parts, LawPartKind.ConsentExtends, taxonomy).Where(e => e.Part.Scope.IsAbout(node) && IsWithin(node, e.From))];
        DoubleOptIn = parts.OfType<DoubleOptInPart>().FirstOrDefault()?.Terms;
    }

    private PurposePlan()
    {
        (Rules, OptInOnly, NationalLaw, Exceptions, Lists, Validities, Proofs, Askings, Obligations) = ([], [], [], [], [], [], [], [], []);
        (ObjectionsReaching, ConsentsReaching, ConsentsLeaving) = ([], [], []);
    }

    public static PurposePlan Nothing { get; } = new();

    public RulePart[] Rules { get; }

    public OptInOnlyPart[] OptInOnly { get; }

    public NationalLawPart[] NationalLaw { get; }

    public CustomerExceptionPart[] Exceptions { get; }

    public ListPart[] Lists { get; }

    public ValidityPart[] Validities { get; }

    public ProofPart[] Proofs { get; }

    public AskingPart[] Askings { get; }

    public ObligationPart[] Obligations { get; }

    /// <summary>Objections to another group that reach this purpose.</summary>
    public Extension[] ObjectionsReaching { get; }

    /// <summary>Consents to another group that reach this purpose.</summary>
    public Extension[] ConsentsReaching { get; }

    /// <summary>Extensions of the group that this purpose stands in: the reverse does not hold.</summary>
    public Extension[] ConsentsLeaving { get; }

    public DoubleOptIn? DoubleOptIn { get; }

    /// <summary>What is about every operation unless it names some.</summary>
    private static bool IsAboutWhatever(LawScope scope, PurposeNode node) =>
        scope.Operations != 0 ? scope.IsAbout(node) : scope.Channels == 0 || (scope.Channels & LawScope.Bit(node.Channel)) != 0;

    private static T[] About<T>(PurposeNode node, ImmutableArray<LawPart> parts)
        where T : LawPart => [.. parts.OfType<T>().Where(p => p.Scope.IsAbout(node))];

    private static IEnumerable<Extension> Extensions(ImmutableArray<LawPart> parts, LawPartKind kind, PurposeTaxonomy taxonomy)
    {
        foreach (var part in parts.OfType<ExtensionPart>().Where(p => p.Kind == kind))
        {
            if (taxonomy.Find(part.FromGroup) is { } from && taxonomy.Find(part.ToGroup) is { } to)
            {
                yield return new(part, from, to, [.. taxonomy.Nodes.Where(n => !n.IsGroup && IsWithin(n, from))], [.. taxonomy.Nodes.Where(n => !n.IsGroup && IsWithin(n, to))]);
            }
        }
    }

    private static bool IsWithin(PurposeNode node, PurposeNode group) => !ReferenceEquals(node, group) && node.Path.IsAtOrBelow(group.Path);
}

/// <summary>An extension between two groups of a taxonomy.</summary>
/// <param name="Part">What the jurisdiction says.</param>
/// <param name="From">The group that something is said to.</param>
/// <param name="To">The group that it reaches.</param>
/// <param name="PurposesFrom">The purposes below the one.</param>
/// <param name="PurposesTo">The purposes below the other.</param>
internal sealed record Extension(ExtensionPart Part, PurposeNode From, PurposeNode To, PurposeNode[] PurposesFrom, PurposeNode[] PurposesTo);
