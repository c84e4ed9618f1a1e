using Consent.Auditing;
using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A store that is opened anew is the store that it was. For stores that keep nothing (<see cref="StoreFixture.ReopenAsync"/>) the same holds of going on.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class ReopenConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static ContactId Ada => Given.Contact("ada");

    private static ContactId Bea => Given.Contact("bea");

    private static ContactId Cay => Given.Contact("cay");

    [Fact]
    public async Task An_empty_store_is_empty_when_it_is_opened_anew()
    {
        var store = await ReopenAsync(await CreateAsync());

        Assert.Equal(new LogHead(0, null), await store.HeadAsync());
        Assert.Empty(await store.ScanAsync());
        Assert.Equal(TreeHead.Empty, await store.TreeHeadAsync(0));
    }

    [Fact]
    public async Task Records_log_tree_and_checkpoints_are_as_they_were()
    {
        var store = await WrittenAsync();
        var before = await DescriptionOfAsync(store);

        var again = await ReopenAsync(store);

        Assert.Equal(before, await DescriptionOfAsync(again));
        Assert.Equal(before, await DescriptionOfAsync(await ReopenAsync(again)));
    }

    [Fact]
    public async Task A_link_that_was_sealed_before_is_opened_afterwards_and_no_other_stores()
    {
        var other = await CreateAsync();
        Assert.SkipUnless(other is ILinkKeys, "The store lends no key for links.");
        var strange = (await KeyAsync(other)).Seal("ada"u8);
        var store = await CreateAsync();
        var token = (await KeyAsync(store)).Seal("ada"u8);

        var key = await KeyAsync(await ReopenAsync(store));

        Assert.Equal(token, key.Seal("ada"u8));
        Assert.True(key.TryOpen(token, out var content));
        Assert.Equal("ada"u8.ToArray(), content);
        Assert.False(key.TryOpen(strange, out _));

        static async Task<LinkKey> KeyAsync(IConsentStore store) => await ((ILinkKeys)store).GetLinkKeyAsync(Cancellation);
    }

    [Fact]
    public async Task What_was_recorded_is_recognised_and_what_was_read_before_still_conflicts()
    {
        var first = Given.First(Ada, "1");
        var store = await ReopenAsync(await WrittenAsync());

        Assert.Equal(0, Assert.IsType<CommitOutcome.AlreadyRecorded>(await store.CommitOneAsync(first)).Entry.Index);
        Assert.Equal(2, Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(first.Next("3", 8))).ActualVersion);
        Assert.IsType<CommitOutcome.Committed>(await store.CommitOneAsync(first.Next("2", 1).Next("3", 8)));
    }

    [Fact]
    public async Task The_log_goes_on_where_it_ended_and_its_time_does_not_fall()
    {
        var store = await WrittenAsync();
        var head = await store.HeadAsync();
        var tree = await store.TreeHeadAsync(head.Size);

        store = await ReopenAsync(store);
        var logged = await store.WriteAsync(Given.Reading(default, -1000), Given.Reading(default, 0));

        Assert.Equal([head.Size, head.Size + 1], logged.Select(e => e.Index));
        Assert.All(logged, e => Assert.True(e.RecordedAt >= head.LastRecordedAt, "The time recorded fell."));
        Assert.True((await store.PlannedAsync(ProofPlan.Consistency(head.Size, head.Size + 2))).Verify(tree, await store.TreeHeadAsync(head.Size + 2)));
        Assert.All(await store.SealedAsync(), e => Assert.Null(e.FirstBrokenSlot()));
        Assert.False(await store.Log.AddCheckpointAsync(new(1, Given.At(20), "smaller"), Cancellation));
    }

    [Fact]
    public async Task An_erased_contact_stays_erased_and_a_closed_one_closed()
    {
        var store = await WrittenAsync();
        await store.EraseAllOfAsync(Ada, null);
        await store.EraseAllOfAsync(Bea, Given.Closing(Bea, 9));

        store = await ReopenAsync(store);

        Assert.Equal(StoredContact.Nothing, await store.FindOneAsync(Ada, Given.Change("1")));
        var closed = await store.FindOneAsync(Bea);
        Assert.Equal((ContactState.Closed, Given.Closing(Bea, 9), 2), (closed.Snapshot!.State, closed.Snapshot.Closing, closed.Version));
        Assert.Equal([Cay], (await store.ScanAsync()).Select(c => c.Id));
        Assert.Equal([3, 4], (await store.LogAsync()).Select(e => e.Index));
        Assert.Equal([true, true, true, false, false], (await store.SealedAsync()).Select(e => e.IsErased));
        Assert.IsType<CommitOutcome.Committed>(await store.CommitOneAsync(Given.First(Ada, "1", 30)));
        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(Given.First(Bea, "1", 30)));
    }

    [Fact]
    public Task A_store_that_is_opened_anew_in_between_answers_as_the_model_does() => HoldsAsync(ModelStep.Scripts(), async script =>
    {
        var store = await CreateAsync();
        var model = new ModelStore();
        for (var i = 0; i < script.Length; i++)
        {
            store = i % 8 == 4 ? await ReopenAsync(store) : store;
            await script[i].RunAsync(store, model);
        }

        store = await ReopenAsync(store);
        await new ModelStep.Read(LogQuery.Everything).RunAsync(store, model);
        await new ModelStep.Scan(default).RunAsync(store, model);
    });

    [Fact]
    public async Task An_id_has_one_digest_of_its_own_also_after_a_restart()
    {
        var store = await WrittenAsync();
        ContactId[] ids = [Ada, Bea, Given.Contact("nobody"), Given.Contact("NOBODY")];
        var before = new List<Sha256Digest>();
        foreach (var id in ids)
        {
            before.Add(await store.DigestOfAsync(id, Cancellation));
        }

        store = await ReopenAsync(store);

        Assert.Equal(ids.Length, before.Distinct().Count());
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(before[i], await store.DigestOfAsync(ids[i], Cancellation));
        }
    }

    /// <summary>Two entries of Ada, one of Bea, one of Cay, one about nobody; a checkpoint.</summary>
    private async ValueTask<IConsentStore> WrittenAsync()
    {
        var store = await CreateAsync();
        var first = Given.First(Ada, "1");
        await store.WriteAsync(first, first.Next("2", 1));
        await store.WriteAsync(Given.First(Bea, "1", 2), Given.First(Cay, "1", 3), Given.Reading(default, 4));
        await store.Log.AddCheckpointAsync(new(5, Given.At(5), "a note\n"), Cancellation);
        return store;
    }

    /// <summary>All that a store can be asked for.</summary>
    private static async Task<string> DescriptionOfAsync(IConsentStore store)
    {
        var head = await store.HeadAsync();
        var found = await store.FindAsync([new(Ada, Given.Change("1")), new(Ada, Given.Change("2")), new(Bea, Given.Change("1")), new(Cay), new(Given.Contact("nobody"))], Cancellation);
        var checkpoints = new List<StoredCheckpoint>();
        await foreach (var checkpoint in store.Log.ReadCheckpointsAsync(Cancellation))
        {
            checkpoints.Add(checkpoint);
        }

        var salts = (await store.SealedAsync()).SelectMany(e => Enum.GetValues<EntrySlot>().Select(s => Convert.ToHexString(e.Salt(s)) + Convert.ToHexString(e.Payload(s))));
        return string.Join(
            '\n',
            [
                Rendering.Of(head), Rendering.Of(found), Rendering.Of(await store.LogAsync()), Rendering.Of(await store.ScanAsync()), Rendering.Of(await store.TreeHeadAsync(head.Size)),
                .. checkpoints.Select(c => c.Note), .. salts,
            ]);
    }
}
