using Consent.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Every text and every instant that the domain accepts comes out as it went in, and ids that look alike stay apart.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class TextFidelityConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly string[] s_lookAlikes =
    [
        "id", "ID", "Id", "id ", " id", "id\u00a0", "i\u0064\u0301", "\u00edd", "i\u0301d", "\u0131d", "\u0130D", "\uff49\uff44", "id\u200b", "\ufeffid", "id\n", "id\t", "'id'", "id%", "_d",
        "stra\u00dfe", "strasse", "STRASSE", "\u2126", "\u03a9", "\u03c9", "\ud83d\ude00", "\ud83d\ude01", "\ufffe", "\uffff", "0", "00", "null", "id\u0001",
    ];

    [Fact]
    public async Task Contact_ids_that_look_alike_are_different_contacts()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. s_lookAlikes.Select((id, n) => Given.First(Given.Contact(id), "1", n))]);

        for (var n = 0; n < s_lookAlikes.Length; n++)
        {
            var id = Given.Contact(s_lookAlikes[n]);
            Same.Snapshot(Given.First(id, "1", n).Snapshots[0].Snapshot, await store.SnapshotOfAsync(id));
            Assert.Equal(n, Assert.Single(await store.LogAsync(new LogQuery { Contact = id })).Index);
        }
    }

    [Fact]
    public async Task Change_ids_that_look_alike_are_different_changes()
    {
        var store = await CreateAsync();
        var commit = Given.First(Given.Contact("a"), s_lookAlikes[0]);
        await store.WriteAsync(commit);
        for (var n = 1; n < s_lookAlikes.Length; n++)
        {
            commit = commit.Next(s_lookAlikes[n], n);
            await store.WriteAsync(commit);
        }

        for (var n = 0; n < s_lookAlikes.Length; n++)
        {
            Assert.Equal(n, (await store.FindOneAsync(commit.Contact, Given.Change(s_lookAlikes[n]))).Recorded?.Index);
        }
    }

    [Fact]
    public async Task The_longest_ids_survive()
    {
        var store = await CreateAsync();
        string[] letters = ["x", "\u4e2d", "\ud83d\ude00", "'", "\\"];
        foreach (var letter in letters)
        {
            var contact = Given.Contact(string.Concat(Enumerable.Repeat(letter, ContactId.MaxLength / letter.Length)));
            var change = string.Concat(Enumerable.Repeat(letter, ChangeId.MaxLength / letter.Length));

            await store.WriteAsync(Given.First(contact, change));

            var found = await store.FindOneAsync(contact, Given.Change(change));
            Assert.Equal(contact, found.Snapshot?.Id);
            Assert.Equal(change, found.Recorded?.Evidence?.Change?.Value);
        }
    }

    [Fact]
    public async Task A_change_with_as_many_statements_as_allowed_survives()
    {
        var store = await CreateAsync();
        var change = Enumerable.Range(0, ConsentChange.MaxStatements).Aggregate(
            ConsentChange.For(Given.Contact("a")).WithId(Given.Change("1")),
            (all, n) => all.Object(Purposes.All, Given.At(-n)));
        var commit = Given.Commit(Given.Nothing(change.Contact), 0, change, Given.At(0));

        var logged = await store.WriteAsync(commit);

        Same.Entry(commit.Entries[0] with { Index = 0 }, logged[0]);
        Same.Entries(logged, await store.LogAsync());
        Same.Snapshot(commit.Snapshots[0].Snapshot, await store.SnapshotOfAsync(change.Contact));
    }

    [Fact]
    public async Task Spaces_at_the_ends_and_microseconds_survive()
    {
        var store = await CreateAsync();
        var at = Given.At(0).Plus(TimeSpan.FromMicroseconds(1));
        var change = ConsentChange.For(Given.Contact("a")).WithId(Given.Change("1")).Because(" on the phone\t\n").Withdraw(Purposes.Profiling.Group, at);
        var commit = Given.Commit(Given.Nothing(change.Contact), 0, change, at.Plus(TimeSpan.FromMicroseconds(1)));

        await store.WriteAsync(commit);

        Same.Entry(commit.Entries[0] with { Index = 0 }, Assert.Single(await store.LogAsync()));
    }

    [Fact]
    public Task Whatever_the_domain_accepts_survives() => HoldsAsync(Cases().ToArbitrary(), async said =>
    {
        var store = await CreateAsync();
        var applied = Given.Nothing(said.Change.Contact).Apply(said.Change, Given.Rules, new(said.At, said.Actor, ChangePort.Bulk, said.Incarnation));
        if (applied.Entry is not { } entry)
        {
            return;
        }

        var reading = Reading.Entry(AuditEntryType.Read, said.Change.Contact, said.Change.Reason!, said.Actor, Given.Rules, said.At);
        var commit = new ConsentCommit
        {
            Contact = said.Change.Contact,
            Change = said.Change.Id!.Value,
            Entries = [entry, reading],
            Snapshots = [new(applied.Changed[0], 0)],
        };

        var logged = await store.WriteAsync(commit);

        Same.Entries([entry with { Index = 0 }, reading with { Index = 1, Subject = reading.Subject! with { Previous = 0 } }], logged);
        Same.Entries(logged, await store.LogAsync());
        Same.Contact(new(applied.Changed[0], 1, logged[0]) { LastEntry = 0 }, await store.FindOneAsync(commit.Contact, commit.Change));
        Same.Snapshot(applied.Changed[0], Assert.Single(await store.ScanAsync()));
    });

    private static Gen<Said> Cases() =>
        from contact in ChangeGen.Contact()
        from id in ChangeGen.Change()
        from source in Gen.Elements(Enum.GetValues<ChangeSource>())
        from statements in ChangeGen.Statement(Given.Rules.Taxonomy).NonEmptyListOf()
        from texts in TextGen.Stored(120).Four()
        from times in TimeGen.Any().Three()
        from digest in ChangeGen.Digest()
        from incarnation in Gen.Choose(0, int.MaxValue)
        select new Said(
            statements.Aggregate(
                ConsentChange.For(contact).WithId(id).From(source).Because(texts.Item1).AcceptNotice(texts.Item2, times.Item1, "it-IT", digest)
                    .ReadFrom(new SourceDocument(texts.Item3, times.Item2, NodeFlags.Empty.With(statements[0].Node, statements[0].Flag, FlagValue.Active)))
                    .Withdraw(Purposes.Profiling.Group, times.Item3),
                (change, statement) => change.Say(statement)),
            Actor.ApiClient(texts.Item1, texts.Item4).Also(ActorRole.Operator),
            times.Item3,
            new Guid(incarnation, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]));

    private sealed record Said(ConsentChange Change, Actor Actor, Timestamp At, Guid Incarnation)
    {
        public override string ToString() => Rendering.Of(new { Change, Actor, At });
    }
}
