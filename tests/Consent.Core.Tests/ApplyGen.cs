using System.Collections.Immutable;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>Changes that arrive one after another, as a tracker would apply them: retries under the same id are answered, not applied again.</summary>
internal sealed record ApplySequence(ContactId Contact, ConsentRules Rules, ImmutableArray<Arrival> Arrivals)
{
    public ApplyRun Apply(IEnumerable<Arrival>? arrivals = null)
    {
        var person = PersonConsents.Of(ContactConsents.Empty(Contact, Rules.Taxonomy));
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        var results = ImmutableArray.CreateBuilder<ChangeResult>();
        foreach (var arrival in arrivals ?? Arrivals)
        {
            var applied = person.Apply(arrival.Change, Rules, arrival.Recording, entries);
            person = applied.After;
            results.Add(applied.Result);
            entries.AddRange(applied.Entries.Select((entry, i) => entry.Logged(entries.Count + i, default)).ToList());
        }

        return new(person, entries.ToImmutable(), results.ToImmutable());
    }

    public override string ToString() => string.Join(Environment.NewLine, Arrivals.Select(a =>
        $"{a.Recording.Port}@{a.Recording.RecordedAt.Since(TimeGen.Origin).TotalMinutes} {a.Change.Id!.Value.Value} {a.Change.Source} "
        + string.Join("; ", a.Change.Statements.Select(s => $"{s}@{s.OccurredAt?.Since(TimeGen.Origin).TotalMinutes}{(s.IsAttested ? "" : " asserted")}"))));
}

internal sealed record Arrival(ConsentChange Change, Recording Recording);

internal sealed record ApplyRun(PersonConsents After, ImmutableArray<AuditEntry> Entries, ImmutableArray<ChangeResult> Results);

internal static class ApplyGen
{
    public static Actor Api { get; } = Actor.ApiClient("crm");

    public static Gen<ApplySequence> Sequence(int max = 12) =>
        from taxonomy in TaxonomyGen.Any()
        let contact = ContactId.From("a")
        from size in Gen.Choose(1, max)
        from arrivals in Arrival(contact, taxonomy).ListOf(size)
        select new ApplySequence(contact, new ConsentRules(taxonomy), [.. arrivals.OrderBy(a => a.Recording.RecordedAt)]);

    /// <summary>Our clock runs ahead or behind: statements are dated minutes after or before it.</summary>
    private static Gen<Arrival> Arrival(ContactId contact, PurposeTaxonomy taxonomy) =>
        from change in ChangeGen.Change(contact, taxonomy)
        from minute in Gen.Choose(0, 35)
        from isBulk in Gen.Elements(true, false)
        select new Arrival(change, At(TimeGen.Minute(minute), isBulk ? ChangePort.Bulk : ChangePort.OneContact));

    public static Recording At(Timestamp at, ChangePort port = ChangePort.OneContact, Actor? actor = null) => new(at, actor ?? Api, port, new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]));
}
