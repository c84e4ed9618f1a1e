using System.Text.Json.Nodes;
using Consent.Core.Tests;
using Consent.Reference;
using static Consent.Repository.Tests.StateJson;

namespace Consent.Repository.Tests;

/// <summary>What the naive oracle, which shares no code with Core, folds a vector to.</summary>
internal static class ReferenceState
{
    private static readonly RefTaxonomy s_taxonomy =
        ToReference.Of(VectorFile.Taxonomy, VectorFile.Taxonomy.Edges.Select(e => (e.From.ToString(), e.To.ToString(), e.OnlyForDirectMarketing)));

    public static JsonObject Of(FoldVector vector)
    {
        var history = HistoryOf(vector);
        var cut = vector.OccurredBy is { } at ? history.OccurredBy(at.UnixMicroseconds) : history;
        var contacts = vector.Contacts.Order(StringComparer.Ordinal).ToList();
        return StateJson.Of(
            contacts.Select(c => Contact(
                c, Oracle.Fold(cut, s_taxonomy, c).Entries.Where(e => e.InForce is not null).Select(FlagOf), BesideOf(Oracle.Fold(cut, s_taxonomy, c)), Oracle.Acceptances(cut, c).Select(a => Acceptance(a.Version, Time(a.At))))),
            contacts.Select(c => Oracle.PersonOf(cut, c)).DistinctBy(ids => ids[0]).Select(ids => Person(ids, [
                .. vector.Asked.Select(n => EffectiveOf(vector, cut, ids[0], n, false)), .. vector.AskedWithoutMarketing.Select(n => EffectiveOf(vector, cut, ids[0], n, true))], vector.NoticeOf is null ? null : NoticeOf(vector, cut, ids[0]))),
            vector.Requests.Select(r => DecisionOf(r, Decide(r, cut, vector.Notices.Select(n => new Notice(n.Version, n.AcceptedAt))))));
    }

    private static RefHistory HistoryOf(FoldVector vector) => new()
    {
        Statements = [.. vector.Entries.OfType<VectorChange>().SelectMany(c => c.Statements.Select((s, i) => new RefStatement(
            c.Contact, s.Node, (RefFlag)s.Flag, s.Value == FlagValue.Active, s.OccurredAt.UnixMicroseconds, (RefWeight)s.Weight, s.IsComplete, c.Change, i)
        {
            From = s.From?.UnixMicroseconds,
            Until = s.Until?.UnixMicroseconds,
            Ends = s.Ends?.UnixMicroseconds,
            Notice = s is { Flag: ConsentFlag.Status, Value: FlagValue.Active } ? s.Notice ?? c.Acceptance?.Version : null,
        }))],
        Asked = [.. vector.Entries.OfType<VectorChange>().SelectMany(c => c.Asked.Select(x => new RefAsked(c.Contact, x.Node, x.At.UnixMicroseconds, c.Change, 0)))],
        Acceptances = [.. vector.Entries.OfType<VectorChange>().Where(c => c.Acceptance is not null).Select(c => new RefAcceptance(c.Contact, c.Acceptance!.Version, c.Acceptance.AcceptedAt.UnixMicroseconds))],
        Links = [.. vector.Entries.OfType<VectorLink>().Select(l => new RefLink(l.One, l.Other, l.OccurredAt.UnixMicroseconds, l.IsLinked))],
    };

    private static JsonObject FlagOf(RefFoldEntry entry) => Flag(
        entry.Node, entry.Flag.ToString(), entry.Value.ToString(), (entry.InForce!.Contact, entry.InForce.ChangeId, entry.InForce.Position), Time(entry.InForce.At), (StatementWeight)entry.InForce.Weight,
        Time(entry.LatestProtective), Time(entry.LatestPermissive), Time(entry.LatestAsserted), entry.GiveOnRecord);

    private static (IEnumerable<JsonNode> Pauses, IEnumerable<JsonNode> Pending, IEnumerable<JsonNode> Asked) BesideOf(RefFold fold)
    {
        var byPath = fold.Entries.OrderBy(e => e.Node, StringComparer.Ordinal).ThenBy(e => e.Flag).ToList();
        return (
            byPath.SelectMany(e => e.Pauses).Select(BesideOf), byPath.Select(e => e.Pending).OfType<RefStatement>().Select(BesideOf),
            byPath.Where(e => e.Asked is not null).Select(e => Asked(e.Node, Time(e.Asked!.Value))));
    }

    private static JsonObject BesideOf(RefStatement said) =>
        Beside(said.Node, said.Flag.ToString(), Time(said.At), (said.Contact, said.ChangeId, said.Position), Time(said.Until), Time(said.Ends));

    private static JsonObject EffectiveOf(FoldVector vector, RefHistory history, string contact, string node, bool isWithoutMarketing)
    {
        string Of(RefFlag flag) => Oracle.Effective(history, s_taxonomy, contact, node, flag, isWithoutMarketing, at: vector.AsOf?.UnixMicroseconds).Value.ToString();
        return Effective(node, isWithoutMarketing, Of(RefFlag.Status), Of(RefFlag.Restriction), Of(RefFlag.Objection));
    }

    private static string? NoticeOf(FoldVector vector, RefHistory history, string contact) => VectorEntries.Versions(vector).FirstOrDefault(version =>
        Decide(FoldVector.NoticeProbe(contact), history, vector.Notices.Select(n => new Notice(n.Version, n.AcceptedAt) { SaysAutomatedCoversTraditional = n.Version == version }))
            .Outcome == RefOutcome.Permit);

    private static RefDecision Decide(VectorRequest request, RefHistory history, IEnumerable<Notice> notices) =>
        Oracle.Decide(history, s_taxonomy, [ToReference.Of(request.Law())], [.. notices.Select(ToReference.Of)], ToReference.Of(request.ToRequest()));

    private static JsonObject DecisionOf(VectorRequest request, RefDecision decision) =>
        Decision(decision.Outcome.ToString(), decision.MainReason, request.Purpose is null ? null : decision.Node, decision.Fails);

    private static Timestamp Time(long at) => Timestamp.FromUnixMicroseconds(at);

    private static Timestamp? Time(long? at) => at is { } t ? Timestamp.FromUnixMicroseconds(t) : null;
}
