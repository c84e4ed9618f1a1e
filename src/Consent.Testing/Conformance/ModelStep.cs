using System.Collections.Immutable;
using Consent.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>One call of the port, asked of a store and of the model alike.</summary>
internal abstract record ModelStep
{
    public static Arbitrary<ModelStep[]> Scripts() => Arb.From(
        Gen.Frequency(
            (6, CommitPlan.Any().NonEmptyListOf().Resize(4).Select(p => (ModelStep)new Commit([.. p]))),
            (2, Lookups().Select(l => (ModelStep)new Find([.. l]))),
            (2, Queries().Select(q => (ModelStep)new Read(q))),
            (1, Gen.OneOf(CommitPlan.Contacts(), Gen.Constant(default(ContactId))).Select(c => (ModelStep)new Scan(c)))).ArrayOf(),
        Shrinking.Smaller);

    /// <summary>Asks both, and asserts that they answer the same.</summary>
    public abstract Task RunAsync(IConsentStore store, ModelStore model);

    private static Gen<List<ContactLookup>> Lookups() =>
        (from contact in CommitPlan.Contacts()
         from change in Gen.OneOf(CommitPlan.Changes(), Gen.Constant(default(ChangeId)))
         select new ContactLookup(contact, change)).ListOf().Resize(5).Select(l => l.ToList());

    private static Gen<LogQuery> Queries() =>
        from first in Gen.Choose(0, 20)
        from length in Gen.Choose(0, 20)
        from contact in Gen.OneOf(CommitPlan.Contacts(), Gen.Constant(default(ContactId)))
        from minute in Gen.Choose(30, 120)
        from quarantinedOnly in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new LogQuery
        {
            From = first > 10 ? 0 : first,
            To = length > 15 ? long.MaxValue : first + length,
            Contact = contact,
            RecordedBy = minute > 90 ? null : Given.At(minute),
            QuarantinedOnly = quarantinedOnly,
        };

    public sealed record Commit(ImmutableArray<CommitPlan> Plans) : ModelStep
    {
        public override async Task RunAsync(IConsentStore store, ModelStore model)
        {
            // Planned one after the other on the model, so that later commits of the batch build on earlier ones.
            var batch = new List<ConsentCommit>();
            var expected = new List<CommitOutcome>();
            foreach (var plan in Plans)
            {
                batch.Add(plan.ToCommit(model));
                expected.Add(model.Commit(batch[^1]));
            }

            var outcomes = await store.CommitManyAsync([.. batch]);
            for (var i = 0; i < outcomes.Length; i++)
            {
                Same.Outcome(expected[i], outcomes[i]);
            }
        }

        public override string ToString() => $"\n  commit {string.Join("\n     and ", Plans)}";
    }

    public sealed record Find(ImmutableArray<ContactLookup> Asked) : ModelStep
    {
        public override async Task RunAsync(IConsentStore store, ModelStore model)
        {
            var found = await store.FindAsync(Asked, default);
            Assert.Equal(Asked.Length, found.Count);
            for (var i = 0; i < found.Count; i++)
            {
                Same.Contact(model.Find(Asked[i]), found[i]);
            }
        }

        public override string ToString() => $"\n  find {string.Join(", ", Asked.Select(l => $"{l.Contact.Value} {(l.Change.IsDefault ? "" : l.Change.Value)}"))}";
    }

    public sealed record Read(LogQuery Query) : ModelStep
    {
        public override async Task RunAsync(IConsentStore store, ModelStore model)
        {
            Same.Entries(model.Read(Query), await store.LogAsync(Query));
            Assert.Equal(model.Head(), await store.HeadAsync());
        }

        public override string ToString() => $"\n  read {Query}";
    }

    public sealed record Scan(ContactId After) : ModelStep
    {
        public override async Task RunAsync(IConsentStore store, ModelStore model) =>
            Assert.Equal(Rendering.Of(model.Scan(After)), Rendering.Of(await store.ScanAsync(After)));

        public override string ToString() => $"\n  scan after {(After.IsDefault ? "nothing" : After.Value)}";
    }
}
