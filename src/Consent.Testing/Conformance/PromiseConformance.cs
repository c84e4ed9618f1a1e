using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>The promises of the fold hold through the store: order and repetition do not matter, a no is never lost, and the snapshots are what the log says.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class PromiseConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public Task Order_and_repetition_do_not_matter() => HoldsAsync(Arrival.Stories(), async story =>
    {
        var straight = await TellAsync(story);
        var backwards = await TellAsync([.. story.Reverse(), .. story]);
        var shuffled = await TellAsync([.. story.OrderBy(a => a.Number * 7919 % 101), .. story.Where(a => a.Number % 2 == 0)]);

        for (var i = 0; i < straight.Contacts.Length; i++)
        {
            Assert.True(straight.Contacts[i].SaysTheSameAs(backwards.Contacts[i]), "The record says something else when told backwards.");
            Assert.True(straight.Contacts[i].SaysTheSameAs(shuffled.Contacts[i]), "The record says something else when told in another order.");
        }
    });

    [Fact]
    public Task The_snapshots_are_what_the_stored_entries_fold_to() => HoldsAsync(Arrival.Stories(), async story =>
    {
        var store = await CreateAsync();
        await TellAsync(store, story);

        var folded = PersonConsents.Fold(Arrival.Contacts, Given.Rules.Taxonomy, await store.LogAsync());
        foreach (var contact in Arrival.Contacts)
        {
            Same.Snapshot(folded[contact], (await store.FindOneAsync(contact)).Snapshot ?? Given.Nothing(contact));
        }
    });

    [Fact]
    public Task A_no_is_never_lost() => HoldsAsync(Arrival.Stories(), async story =>
    {
        var person = await TellAsync(story);
        var said = story.OfType<Arrival.Said>().SelectMany(s => s.Statements.Select(statement => (s.Contact, Statement: statement))).ToList();
        foreach (var (contact, no) in said.Where(s => s.Statement.IsProtective))
        {
            var state = person[contact].OwnFlags.Single(f => f.Node == no.Node && f.Flag == no.Flag);
            Assert.True(state.LatestProtective >= no.OccurredAt, "A no is not on record.");
            var isUndone = said.Exists(s => s.Contact == contact && s.Statement.Node == no.Node && s.Statement.Flag == no.Flag
                && s.Statement is { IsProtective: false, IsAttested: true } && s.Statement.OccurredAt > no.OccurredAt);
            Assert.True(isUndone || state.InForce.IsProtective, "A no became a yes without a later attested yes.");
        }
    });

    private async Task<PersonConsents> TellAsync(IEnumerable<Arrival> story)
    {
        var store = await CreateAsync();
        await TellAsync(store, story);
        var found = await store.FindAsync([.. Arrival.Contacts.Select(c => new ContactLookup(c))], Cancellation);
        return PersonConsents.Of(found.Select((f, i) => f.Snapshot ?? Given.Nothing(Arrival.Contacts[i])));
    }

    private static async Task TellAsync(IConsentStore store, IEnumerable<Arrival> story)
    {
        // From when a link lets a yes count depends on when it is recorded: with one, all arrives at one instant.
        var told = story.ToList();
        var step = told.Exists(a => a is Arrival.Linked) ? 0 : 1;
        for (var i = 0; i < told.Count; i++)
        {
            await told[i].ArriveAsync(store, Given.At(60 + (i * step)));
        }
    }
}
