using System.Collections.Immutable;
using System.Text.Json.Nodes;
using static Consent.Repository.Tests.StateJson;

namespace Consent.Repository.Tests;

/// <summary>What Core folds a vector to.</summary>
internal static class CoreState
{
    public static JsonObject Of(FoldVector vector) => Of(vector, Fold(vector));

    /// <summary>The state of records that came about in some other way than by folding the vector's entries.</summary>
    public static JsonObject Of(FoldVector vector, PersonConsents person)
    {
        var notices = new NoticeCatalog(vector.Notices.Select(n => new Notice(n.Version, n.AcceptedAt)));
        return StateJson.Of(
            person.Contacts.Select(c => Contact(
                c.Id.Value, c.Flags.Select(FlagOf), (c.Pauses.Select(BesideOf), c.AwaitingConfirmation.Select(BesideOf), c.Asked.Select(a => Asked(a.Node.ToString(), a.At))), c.Acceptances.Select(a => Acceptance(a.Version, a.AcceptedAt)))),
            Persons(vector, person),
            vector.Requests.Select(r => DecisionOf(r, person.Decide(r.ToRequest(), new ConsentRules(VectorFile.Taxonomy, r.Law(), notices), r.AsOf))));
    }

    public static PersonConsents Fold(FoldVector vector) =>
        PersonConsents.Fold(vector.Contacts.Select(c => ContactId.From(c)), VectorFile.Taxonomy, vector.Entries.SelectMany(VectorEntries.Of), vector.OccurredBy);

    private static JsonObject FlagOf(FlagState state) => Flag(
        state.Node.ToString(), state.Flag.ToString(), state.Value.ToString(), (state.InForce.Origin.Contact.Value, state.InForce.Origin.Change.Value, state.InForce.Position),
        state.InForce.OccurredAt, state.InForce.Weight, state.LatestProtective, state.LatestPermissive, state.LatestAsserted, state.WasGiven);

    private static JsonObject BesideOf(RecordedStatement said) => Beside(
        said.Node.ToString(), said.Flag.ToString(), said.OccurredAt, (said.Origin.Contact.Value, said.Origin.Change.Value, said.Position), said.Span?.Until, said.Span?.Ends);

    private static JsonObject DecisionOf(VectorRequest request, ConsentDecision decision) => Decision(
        decision.Outcome.ToString(), DecisionTable.NameOf(decision.Code), request.Purpose is null ? null : decision.Node?.ToString(), decision.Failed.Select(DecisionTable.NameOf));

    /// <summary>The first version under which row 21 opens; none if no version does.</summary>
    private static string? NoticeOf(FoldVector vector, PersonConsents person, ContactId contact) => VectorEntries.Versions(vector).FirstOrDefault(version =>
    {
        var notices = vector.Notices.Select(n => new Notice(n.Version, n.AcceptedAt) { SaysAutomatedCoversTraditional = n.Version == version });
        var probe = FoldVector.NoticeProbe(contact.Value);
        return person.Decide(probe.ToRequest(), new ConsentRules(VectorFile.Taxonomy, Jurisdiction.Italy.TurnOn("extension-from-one"), new NoticeCatalog(notices)), probe.AsOf).IsPermitted;
    });

    /// <summary>A person is as strict as the strictest of their ids.</summary>
    private static IEnumerable<JsonObject> Persons(FoldVector vector, PersonConsents person)
    {
        foreach (var ids in person.Contacts.Select(c => person.LinkedWith(c.Id)).DistinctBy(ids => ids[0]))
        {
            yield return Person(ids.Select(id => id.Value), [
                .. vector.Asked.Select(n => EffectiveOf(n, false, [.. ids.Select(id => person[id].Effective(PurposePath.Parse(n), asOf: vector.AsOf))])),
                .. vector.AskedWithoutMarketing.Select(n => EffectiveOf(n, true, [.. ids.Select(id => person[id].Effective(PurposePath.Parse(n), servesNoDirectMarketing: true, asOf: vector.AsOf))])),
            ], vector.NoticeOf is null ? null : NoticeOf(vector, person, ids[0]));
        }
    }

    private static JsonObject EffectiveOf(string node, bool isWithoutMarketing, ImmutableArray<NodeConsent> ids) => Effective(
        node, isWithoutMarketing, First(ids, ConsentFlag.Status, FlagValue.Inactive, FlagValue.Active), First(ids, ConsentFlag.Restriction, FlagValue.Active, FlagValue.Inactive),
        First(ids, ConsentFlag.Objection, FlagValue.Active, FlagValue.Inactive));

    private static string First(ImmutableArray<NodeConsent> ids, ConsentFlag flag, FlagValue stricter, FlagValue laxer) =>
        (ids.Any(i => i[flag] == stricter) ? stricter : ids.Any(i => i[flag] == laxer) ? laxer : FlagValue.Unset).ToString();
}
