using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>What holds of every decision under every law: presets with their settings either way, and laws that no country has, one of them or two.</summary>
public class LawLaws
{
    /// <summary>What a purpose that rests on a contract or a duty does not oblige to.</summary>
    private const Obligations OfMarketing = Obligations.IncludeOptOut | Obligations.NameSource | Obligations.CallingHours | Obligations.NameRegister | Obligations.TellOfMajority;

    private static readonly DecisionCode[] s_permits = [.. DecisionTable.Rules.SelectMany(r => r.Outcomes).Where(o => o.Word == nameof(DecisionOutcome.Permit)).Select(o => o.Code).Distinct()];

    /// <summary>Codes that a part of the law may decide, which is then cited.</summary>
    private static readonly Dictionary<DecisionCode, LawPartKind> s_byParts = new()
    {
        [DecisionCode.Listed] = LawPartKind.List,
        [DecisionCode.ListNotChecked] = LawPartKind.List,
        [DecisionCode.ListStale] = LawPartKind.List,
        [DecisionCode.ObjectionExtends] = LawPartKind.ObjectionExtends,
        [DecisionCode.ConsentExtends] = LawPartKind.ConsentExtends,
        [DecisionCode.SoftSpam] = LawPartKind.CustomerException,
        [DecisionCode.OptOut] = LawPartKind.Rule,
        [DecisionCode.SubscriberKind] = LawPartKind.Rule,
        [DecisionCode.LegitimateInterest] = LawPartKind.Rule,
        [DecisionCode.NationalLawDecides] = LawPartKind.NationalLaw,
    };

    [Law]
    public Property A_decision_cites_its_own_jurisdictions_sources_alone() => Laws.ForAll(
        from x in LawQuestion.Any()
        from isRestorePending in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (x, isRestorePending),
        q =>
        {
            var decision = q.x.Decide(q.x.History.Fold(), q.isRestorePending);
            var law = q.x.Laws.Single(l => l.Name == decision.Jurisdiction);
            var parts = s_byParts.TryGetValue(decision.Code, out var kind) ? law.Parts.Where(p => p.IsOn && p.Kind == kind && Covers(p, q.x.At)).ToList() : [];
            var isWish = decision.Code is DecisionCode.Objected or DecisionCode.ConsentWithdrawn or DecisionCode.ConsentRefused
                && q.x.History.Taxonomy.Find(q.x.Request.Purpose!) is { Basis: not PurposeBasis.Consent } && decision.Article.StartsWith("By the person's wish", StringComparison.Ordinal);
            return isWish || decision.Article == law.CitationOf(decision.Code).Source || parts.Exists(p => p.Citation.Source == decision.Article);
        });

    [Law]
    public Property Every_permit_names_its_basis_its_node_and_what_it_obliges_to() => Laws.ForAll(LawQuestion.Any(), x =>
    {
        var decision = x.Decide();
        if (!decision.IsPermitted)
        {
            return decision.Obligations == Obligations.None && !s_permits.Contains(decision.Code);
        }

        var isService = decision.Code is DecisionCode.Contract or DecisionCode.LegalObligation;
        var isUse = x.Request.Operation is Operation.ToContact or Operation.Profiling or Operation.TransferToThirdParty;
        return s_permits.Contains(decision.Code)
            && (decision.Node is not null || decision.Code == DecisionCode.ClaimsException)
            && (decision.Code != DecisionCode.ClaimsException || decision.Ground is not null)
            && (decision.Code is not (DecisionCode.SoftSpam or DecisionCode.LegitimateInterest) || decision.Obligations.HasFlag(Obligations.IncludeOptOut))
            && (!isUse || x.Laws.SelectMany(WrittenPart.Of).Where(p => p.Part.Kind == LawPartKind.Obligation && p.IsInForce(x.At) && x.IsSurelyAbout(p))
                .All(p => p.Obligations.Select(o => Enum.Parse<Obligations>(o, ignoreCase: true)).All(o => decision.Obligations.HasFlag(o) != (isService && OfMarketing.HasFlag(o)))));
    });

    [Law]
    public Property One_more_no_never_turns_anything_into_a_permit_under_any_laws() => Laws.ForAll(
        from x in LawQuestion.Any()
        from node in Gen.OneOf(TaxonomyGen.Path(x.History.Taxonomy), Gen.Constant(x.Request.Purpose ?? Purposes.All))
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from at in TimeGen.Near()
        from whose in Gen.Elements(x.History.Contacts.AsEnumerable())
        select (x, no: Statement.Protective(node, flag), at, whose),
        q => IsExempt(q.x.Request) || IsOpen(q.x.Decide()) || !q.x.Decide(q.x.History.And(q.whose, q.no, q.at).Fold()).IsPermitted);

    [Law]
    public Property A_fact_left_out_never_permits() => Laws.ForAll(LawQuestion.Any(), x =>
    {
        var person = x.History.Fold();
        return IsOpen(x.Decide(person)) || FactsLeftOut.Of(x.Request.Facts).All(less => !(x with { Request = x.Request.With(less.Facts) }).Decide(person).IsPermitted);
    });

    [Law]
    public Property A_fact_that_only_closes_never_permits() => Laws.ForAll(
        from x in LawQuestion.Any()
        from at in TimeGen.Near()
        select (x, at),
        q =>
        {
            var person = q.x.History.Fold();
            return IsOpen(q.x.Decide(person)) || FactsLeftOut.Closing(q.x.Request.Facts, q.at).All(more => !(q.x with { Request = q.x.Request.With(more) }).Decide(person).IsPermitted || IsExempt(q.x.Request));
        });

    [Law]
    public Property A_sector_more_never_permits() => Laws.ForAll(
        from x in LawQuestion.Any()
        from sector in Gen.Elements(Sector.Other, Sector.Electricity, Sector.Gas, Sector.Charity)
        select (x, sector),
        q =>
        {
            var person = q.x.History.Fold();
            var without = q.x with { Request = q.x.Request.With(f => f with { Sector = null }) };
            return IsOpen(without.Decide(person))
                || (!(q.x with { Request = q.x.Request.With(f => f with { Sector = q.sector }) }).Decide(person).IsPermitted && !(without with { Sectors = [.. q.x.Stated, q.sector] }).Decide(person).IsPermitted);
        });

    [Law]
    public Property Of_several_laws_the_strictest_decides() => Laws.ForAll(
        from x in LawQuestion.Any()
        from two in Gen.Elements(Jurisdiction.Presets.AsEnumerable()).Where(l => l.Name != x.Laws[0].Name)
        select x with { Laws = [x.Laws[0], two] },
        x =>
        {
            var person = x.History.Fold();
            var (first, second) = (Alone(x, x.Laws[0], person), Alone(x, x.Laws[1], person));
            var both = x.Decide(person);
            var deciding = Strictness(second.Outcome) > Strictness(first.Outcome) ? second : first;
            var isSame = both.Outcome == deciding.Outcome && both.Jurisdiction == deciding.Jurisdiction && both.Article == deciding.Article && both.List == deciding.List
                && both.Obligations == (both.IsPermitted ? first.Obligations | second.Obligations : Obligations.None);
            return isSame && both.Code == deciding.Code && both.Failed.SequenceEqual(deciding.Failed) && both.Outcome == (x with { Laws = [x.Laws[1], x.Laws[0]] }).Decide(person).Outcome;
        });

    /// <summary>What national law decides is asked only where one law is named: beside another it is as if that one had nothing to say.</summary>
    private static ConsentDecision Alone(LawQuestion x, Jurisdiction law, PersonConsents person)
    {
        var silent = law.With(it => it.Remove(LawPartKind.NationalLaw));
        var decision = (x with { Laws = [law] }).Decide(person);
        return decision.Code == DecisionCode.NationalLawDecides ? (x with { Laws = [silent] }).Decide(person) : decision;
    }

    /// <summary>Permitted; or there is nothing to ask, because the consent is there: where it stops standing, asking becomes right.</summary>
    private static bool IsOpen(ConsentDecision decision) => decision.IsPermitted || decision.Code == DecisionCode.AlreadyGiven;

    private static bool Covers(LawPart part, Timestamp at) => !(at < part.From) && !(at >= part.Until);

    /// <summary>Rows 1 to 2': a restriction is what allows keeping, and claims do not ask for consent.</summary>
    private static bool IsExempt(ProcessingRequest request) => request.Operation is Operation.Store or Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest;

    private static int Strictness(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Deny => 3,
        DecisionOutcome.Review => 2,
        DecisionOutcome.NoBasis => 1,
        _ => 0,
    };
}
