using System.Collections.Immutable;
using Consent.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing.Conformance;

/// <summary>Something said, on its way to the store; where it stands in the order of arrival matters to nothing but revisions.</summary>
internal abstract record Arrival
{
    public static Arbitrary<Arrival[]> Stories() => Arb.From(
        Gen.Frequency((7, SaidSomething()), (1, LinkedSomebody())).NonEmptyListOf().Resize(14).Select(all => all.Select((a, n) => a with { Number = n }).ToArray()),
        Shrinking.Smaller);

    public static ImmutableArray<ContactId> Contacts { get; } = [Given.Contact("a"), Given.Contact("b"), Given.Contact("c")];

    /// <summary>Its number in the story, which names its change id.</summary>
    public int Number { get; init; }

    public abstract Task ArriveAsync(IConsentStore store, Timestamp at);

    /// <summary>Dated, because "now" is when it arrives.</summary>
    private static Gen<Arrival> SaidSomething() =>
        from contact in Gen.Elements(Contacts.AsEnumerable())
        from statements in ChangeGen.Statement(Given.Rules.Taxonomy).NonEmptyListOf().Resize(3)
        from dates in TimeGen.Near().ListOf(8)
        from acceptance in Gen.Frequency((2, Gen.Constant<NoticeAcceptance?>(null)), (1, ChangeGen.Acceptance().Select(a => (NoticeAcceptance?)a)))
        select (Arrival)new Said(contact, [.. statements.Zip(dates, Dated)], acceptance);

    private static Gen<Arrival> LinkedSomebody() =>
        from one in Gen.Choose(0, 2)
        from step in Gen.Choose(1, 2)
        from at in TimeGen.Near()
        from isLinked in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        select (Arrival)new Linked(Contacts[one], Contacts[(one + step) % 3], at, isLinked);

    private static Statement Dated(Statement said, Timestamp at) => said.IsProtective ? Statement.Protective(said.Node, said.Flag, said.OccurredAt ?? at, said.Evidence) : said;

    public sealed record Said(ContactId Contact, ImmutableArray<Statement> Statements, NoticeAcceptance? Acceptance) : Arrival
    {
        public override Task ArriveAsync(IConsentStore store, Timestamp at)
        {
            var change = ConsentChange.For(Contact).WithId(Given.Change($"c{Number:D3}"));
            change = Acceptance is null ? change : change.AcceptNotice(Acceptance);
            return store.ApplyAsync(Statements.Aggregate(change, (c, s) => c.Say(s)), at);
        }

        public override string ToString() =>
            $"\n  c{Number:D3} {Contact.Value}: {string.Join(", ", Statements.Select(s => $"{s}@{s.OccurredAt?.Since(TimeGen.Origin).TotalMinutes}{(s.IsAttested ? "" : " asserted")}"))} {Acceptance}";
    }

    public sealed record Linked(ContactId One, ContactId Other, Timestamp OccurredAt, bool IsLinked) : Arrival
    {
        public override Task ArriveAsync(IConsentStore store, Timestamp at) =>
            store.LinkAsync(new(One, Other, OccurredAt, Given.Change($"l{Number:D3}"), IsLinked), at);

        public override string ToString() => $"\n  l{Number:D3} {One.Value}-{Other.Value} {(IsLinked ? "linked" : "unlinked")}@{OccurredAt.Since(TimeGen.Origin).TotalMinutes}";
    }
}
