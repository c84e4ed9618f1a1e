using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>64 writers at once lose no update, leave no gap in any revision or in the log, and end where the log alone leads.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class ConcurrencyConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private const int Writers = 64;

    [Fact]
    public async Task On_one_contact()
    {
        var store = await CreateAsync();

        await WriteAllAsync(store, changesEach: 3, contacts: 1);
    }

    [Fact]
    public async Task On_many_contacts()
    {
        var store = await CreateAsync();

        await WriteAllAsync(store, changesEach: 8, contacts: 100);
    }

    [Fact]
    public async Task On_few_contacts_that_are_linked_meanwhile()
    {
        var store = await CreateAsync();
        var link = Task.Run(() => store.LinkAsync(new(Given.Contact(0), Given.Contact(1), Given.At(1), Given.Change("link")), Given.At(1000)), Cancellation);

        await WriteAllAsync(store, changesEach: 2, contacts: 3, link);
    }

    [Fact]
    public async Task In_batches_that_meet()
    {
        var store = await CreateAsync();
        ConsentCommit[] firsts = [.. Enumerable.Range(0, 20).Select(n => Given.First(Given.Contact(n), "1"))];

        // Each writer brings its own change for every contact, in its own order; one of them wins each contact.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(
            () => store.CommitManyAsync([.. firsts.OrderBy(c => (c.Contact.Value[^1] * (w + 1)) % 7).Select(c => Given.First(c.Contact, $"w{w}", w))]), Cancellation)));

        Assert.Equal(firsts.Length, outcomes.Sum(o => o.OfType<CommitOutcome.Committed>().Count()));
        Assert.All(outcomes.SelectMany(o => o.OfType<CommitOutcome.Conflict>()), c => Assert.Equal(1, c.ActualVersion));
        var log = await store.LogAsync();
        Assert.Equal(firsts.Select(c => c.Contact), log.Select(e => e.Subject!.Contact).Order());
        await EndsWhereTheLogLeadsAsync(store, [.. firsts.Select(c => c.Contact)]);
    }

    [Fact]
    public async Task What_many_wrote_at_once_is_what_the_model_comes_to_in_the_order_of_the_log()
    {
        var store = await CreateAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(() => WriteAsync(w), Cancellation)));

        var model = new ModelStore();
        var all = answers.SelectMany(a => a).ToList();
        foreach (var (commit, outcome) in all.Where(a => a.Outcome is CommitOutcome.Committed).OrderBy(a => ((CommitOutcome.Committed)a.Outcome).Entries[0].Index))
        {
            Same.Outcome(model.Commit(commit), outcome);
        }

        Same.Entries(model.Read(LogQuery.Everything), await store.LogAsync());
        Assert.Equal(Rendering.Of(model.Scan(default)), Rendering.Of(await store.ScanAsync()));
        foreach (var (commit, outcome) in all.Where(a => !a.Commit.Change.IsDefault))
        {
            var known = model.Find(new(commit.Contact, commit.Change));
            Same.Contact(known, await store.FindOneAsync(commit.Contact, commit.Change));
            if (outcome is CommitOutcome.AlreadyRecorded recorded)
            {
                Same.Entry(known.Recorded!, recorded.Entry);
            }
            else if (outcome is CommitOutcome.Conflict conflict)
            {
                Assert.NotEqual(commit.Snapshots[0].ExpectedVersion, conflict.ActualVersion);
                Assert.InRange(conflict.ActualVersion, 0, known.Version);
            }
        }

        // Few contacts and few change ids, so that writers meet; one commit in ten expects a version that is not there yet, or no more.
        async Task<List<(ConsentCommit Commit, CommitOutcome Outcome)>> WriteAsync(int writer)
        {
            var answered = new List<(ConsentCommit, CommitOutcome)>();
            for (var n = 0; n < 8; n++)
            {
                var batch = new List<ConsentCommit>();
                for (var i = 0; i < 3; i++)
                {
                    var contact = Given.Contact((writer + n + (i * 2)) % 6);
                    var found = await store.FindOneAsync(contact);
                    var minute = (writer * 100) + (n * 10) + i;
                    var version = Math.Max(0, found.Version + ((writer + minute) % 20) switch { 7 => 1, 13 => -1, _ => 0 });
                    batch.Add(Given.Commit(found.Snapshot ?? Given.Nothing(contact), version, Given.Withdrawal(contact, $"c{((writer * 7) + (n * 3) + i) % 50}", minute), Given.At(minute)));
                }

                batch.Add(Given.Reading(n % 2 == 0 ? batch[0].Contact : default, writer));
                answered.AddRange(batch.Zip(await store.CommitManyAsync([.. batch])));
            }

            return answered;
        }
    }

    /// <summary>Every writer applies its own changes to contacts in turn, half of them twice, as after a lost answer.</summary>
    private static async Task WriteAllAsync(IConsentStore store, int changesEach, int contacts, Task? besides = null)
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(
            async () =>
            {
                for (var n = 0; n < changesEach; n++)
                {
                    var change = ChangeOf(w, n, contacts);
                    await store.ApplyAsync(change, Given.At(1000 + w));
                    if (w % 2 == 0)
                    {
                        await store.ApplyAsync(change, Given.At(2000));
                    }
                }
            },
            Cancellation)));
        await (besides ?? Task.CompletedTask);

        var expected = Enumerable.Range(0, Writers).SelectMany(w => Enumerable.Range(0, changesEach).Select(n => ChangeOf(w, n, contacts))).ToList();
        var changed = (await store.LogAsync()).Where(e => e.Type == AuditEntryType.Changed).Select(e => (e.Subject!.Contact, e.Evidence!.Change!.Value)).ToList();
        Assert.Equal(expected.Select(c => (c.Contact, c.Id!.Value)).Order(), changed.Order());
        await EndsWhereTheLogLeadsAsync(store, [.. expected.Select(c => c.Contact).Distinct()]);
    }

    private static ConsentChange ChangeOf(int writer, int n, int contacts)
    {
        var contact = Given.Contact(((writer * 31) + n) % contacts);
        var change = ConsentChange.For(contact).WithId(Given.Change($"w{writer}-{n}"));
        return (writer + n) % 3 == 0
            ? change.Withdraw(Purposes.Marketing.Automatic.Email, Given.At((writer * 10) + n))
            : change.Give(Purposes.Marketing.Automatic.Email, Given.At((writer * 10) + n), Evidence.WebForm("form"));
    }

    private static async Task EndsWhereTheLogLeadsAsync(IConsentStore store, ContactId[] contacts)
    {
        var log = await store.LogAsync();
        Assert.Equal(Enumerable.Range(0, log.Length).Select(i => (long)i), log.Select(e => e.Index));
        Assert.Equal(log.Select(e => e.RecordedAt).Order(), log.Select(e => e.RecordedAt));
        Assert.Equal(new LogHead(log.Length, log[^1].RecordedAt), await store.HeadAsync());
        var folded = PersonConsents.Fold(contacts, Given.Rules.Taxonomy, log);
        foreach (var contact in contacts)
        {
            var history = log.Where(e => e.Subject?.Contact == contact).ToList();
            Assert.Equal(Enumerable.Range(1, history.Count).Select(i => (long)i), history.Select(e => e.Subject!.Revision!.Value.Number));
            Assert.Single(history.Select(e => e.Subject!.Revision!.Value.Incarnation).Distinct());
            Same.Entries(history, await store.LogAsync(new LogQuery { Contact = contact }));
            var found = await store.FindOneAsync(contact);
            Same.Snapshot(folded[contact], found.Snapshot);
            Assert.True(folded[contact].Links.IsEmpty ? found.Version == history.Count : found.Version >= history.Count, "The version does not count the writes.");
        }

        Assert.Equal(contacts.Order(), (await store.ScanAsync()).Select(s => s.Id));
    }
}
