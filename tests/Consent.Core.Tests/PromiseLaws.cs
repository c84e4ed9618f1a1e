using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>The promises, as laws that FsCheck attacks.</summary>
public class PromiseLaws
{
    private static readonly Jurisdiction[] s_laws = [Jurisdiction.EuropeanUnion, Jurisdiction.Italy];

    [Law]
    public Property One_more_no_never_turns_anything_into_a_permit() => Laws.ForAll(
        from history in HistoryGen.Any()
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from law in RequestGen.Law()
        from notices in RequestGen.Notices()
        from node in TaxonomyGen.Path(history.Taxonomy)
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from at in TimeGen.Near()
        from whose in Gen.Elements(history.Contacts.AsEnumerable())
        select (history, request, rules: new ConsentRules(history.Taxonomy, law, notices), no: Statement.Protective(node, flag), at, whose),
        x =>
        {
            // Rows 1 and 2 excepted: a restriction is what allows keeping, and claims do not ask for consent.
            if (x.request.Operation is Operation.Store or Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest)
            {
                return true;
            }

            var before = x.history.Fold().Decide(x.request, x.rules, TimeGen.Minute(30));
            var after = x.history.And(x.whose, x.no, x.at).Fold().Decide(x.request, x.rules, TimeGen.Minute(30));
            return before.IsPermitted || !after.IsPermitted;
        });

    [Law]
    public Property A_no_said_now_takes_effect_whatever_was_said_before() => Laws.ForAll(
        from sequence in ApplyGen.Sequence()
        from node in TaxonomyGen.Path(sequence.Rules.Taxonomy)
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from minute in Gen.Choose(0, 35)
        select (sequence, node, flag, minute),
        x =>
        {
            var change = ConsentChange.For(x.sequence.Contact).WithId(ChangeId.From("no")).Say(Statement.Protective(x.node, x.flag));
            var applied = x.sequence.Apply().After.Apply(change, x.sequence.Rules, ApplyGen.At(TimeGen.Minute(x.minute)));
            var contact = applied.After[x.sequence.Contact];
            return x.sequence.Rules.Taxonomy.Nodes.Where(n => x.sequence.Rules.Taxonomy.Covers(x.node, n.Path)).All(n => x.flag == ConsentFlag.Status
                ? contact.Effective(n.Path).Status != FlagValue.Active
                : contact.Effective(n.Path)[x.flag] == FlagValue.Active || n.Path != x.node)
                && contact[x.node][x.flag] == (x.flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active);
        });

    [Law]
    public Property No_import_sync_or_system_undoes_a_no() => Laws.ForAll(
        from history in HistoryGen.OfOne()
        from statements in ChangeGen.Statement(history.Taxonomy).ListOf().Resize(6)
        select (history, statements),
        x =>
        {
            var contact = x.history.Contacts[0];
            var before = x.history.Fold()[contact];
            var asserted = x.statements.Where(s => !s.IsProtective).Select(s => Statement.Permissive(s.Node, s.Flag, TimeGen.Minute(10_000), Evidence.Asserted("sync")));
            var after = asserted.Aggregate(x.history, (h, s) => h.And(contact, s, TimeGen.Minute(10_000))).Fold()[contact];
            return before.Flags.Where(f => f.InForce.IsProtective).All(f => after.Find(f.Node, f.Flag)!.Value.InForce == f.InForce)
                && x.history.Taxonomy.Nodes.All(n => before.Effective(n.Path).Restriction != FlagValue.Active || after.Effective(n.Path).Restriction == FlagValue.Active)
                && x.history.Taxonomy.Nodes.All(n => before.Effective(n.Path).Objection != FlagValue.Active || after.Effective(n.Path).Objection == FlagValue.Active);
        });

    [Law]
    public Property Retries_late_answers_and_repeats_change_nothing() => Laws.ForAll(
        from sequence in ApplyGen.Sequence()
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (sequence, seed),
        x =>
        {
            // Each is sent twice at times, and each that was recorded as it was said is sent again much later: its answer had been lost.
            // (What recorded nothing left no trace to know it by; what was refused is tried anew; a no said now counts when it comes.)
            var random = new System.Random(x.seed);
            var once = x.sequence.Apply();
            var recorded = x.sequence.Arrivals.Where((a, i) => once.Results[i] is { Outcome: ChangeOutcome.Recorded, Code: null } result && IsAsSaid(result));
            var twice = x.sequence.Apply(x.sequence.Arrivals.SelectMany(a => random.Next(2) == 0 ? [a, a] : new[] { a }).Concat(recorded));
            return FoldLaws.SameRecords(once.After, twice.After) && once.Entries.Length == twice.Entries.Length;
        });

    private static bool IsAsSaid(ChangeResult result) =>
        (result.AcceptanceCode is null or ChangeCode.Unchanged) && result.Statements.All(s => s.Result != StatementResult.Refused && (!s.Statement.IsProtective || s.OccurredAt == s.Statement.OccurredAt));

    [Law]
    public Property Every_decision_names_its_reason_article_and_change() => Laws.ForAll(
        from history in HistoryGen.Any()
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from isItaly in Gen.Choose(0, 1)
        select (history, request, rules: new ConsentRules(history.Taxonomy, s_laws[isItaly])),
        x =>
        {
            var decision = x.history.Fold().Decide(x.request, x.rules, TimeGen.Minute(30));
            var changes = x.history.Entries.Select(e => e.Evidence!.Change!.Value).ToHashSet();
            var rests = decision.Code is DecisionCode.Consent or DecisionCode.Objected or DecisionCode.Restricted or DecisionCode.ObjectionExtends or DecisionCode.ConsentExtends;
            return decision.Article.Length > 0 && decision.RulesVersion == x.rules.Version && decision.TaxonomyVersion == x.rules.Taxonomy.Stamp
                && (decision.ReliedOn.IsDefault || changes.Contains(decision.ReliedOn))
                && (!rests || x.request.Operation == Operation.Store || !decision.ReliedOn.IsDefault)
                && (decision.Outcome != DecisionOutcome.NoBasis || decision.Code != DecisionCode.NoBasis || x.request.Purpose is null || !decision.Failed.IsEmpty);
        });

    [Law]
    public Property What_we_knew_then_does_not_change_when_more_is_recorded() => Laws.ForAll(
        from history in HistoryGen.Any()
        from cut in Gen.Choose(0, 30)
        select (history, cut),
        x =>
        {
            var known = x.history.With(x.history.Entries.Take(x.cut));
            var logged = x.history.Entries.Select((e, i) => e.Logged(i, TimeGen.Minute(60 + i))).ToList();
            var asKnown = PersonConsents.Fold(x.history.Contacts, x.history.Taxonomy, logged.Where(e => e.RecordedAt < TimeGen.Minute(60 + x.cut)));
            return FoldLaws.SameRecords(known.Fold(), asKnown);
        });
}
