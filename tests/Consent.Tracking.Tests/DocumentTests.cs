using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

public sealed class DocumentTests
{
    private readonly TrackingHost _host = new();

    [Fact]
    public async Task A_document_merges_once_and_says_nothing_new_the_second_time()
    {
        var first = await MergeAsync(Document(-3));
        var second = await MergeAsync(Document(-3));
        var later = await MergeAsync(Document(-2));

        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(first).Outcome);
        Assert.All(second.Concat(later), r => Assert.NotEqual(ChangeOutcome.Recorded, r.Outcome));
        Assert.Single(await _host.LogAsync());
    }

    [Fact]
    public async Task A_newer_document_cannot_take_a_no_back()
    {
        await MergeAsync(Document(-3));
        await _host.ApplyAsync(Withdraw(), Actor.ForSelf(Contact()));
        _host.Clock.Advance(TimeSpan.FromDays(2));
        await MergeAsync(new(Contact(), "other system", Day(1), NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Active)));
        Assert.False((await _host.DecideAsync()).IsPermitted);
    }

    [Fact]
    public async Task A_document_of_more_statements_than_a_change_holds_is_merged_whole_by_either_port()
    {
        const int Noes = 3000;
        var flags = Many(Noes, FlagValue.Inactive, FlagValue.Active, FlagValue.Active);
        ConsentDocument Large(string contact) => new(Contact(contact), "crm", Day(-3), flags);
        var one = await MergeAsync(Large("ada"));
        _host.Store.BeforeCommit = async () => await _host.ApplyAsync(Withdraw("bea", "between"));
        var many = await _host.Bulk.As(Client).Apply(Stream(Large("bea"))).CompleteAsync(Token);

        Assert.Equal([ChangeOutcome.Recorded, ChangeOutcome.Recorded, ChangeOutcome.Recorded], one.Select(r => r.Outcome));
        Assert.Equal(3 * Noes, (await _host.GetAsync("ada")).Flags.Count());
        Assert.Equal((3 * Noes) + 1, (await _host.GetAsync("bea")).Flags.Count());
        Assert.Equal(1, many.Progress.Recorded);

        var log = await _host.LogAsync();
        await MergeAsync(Large("ada"));
        await _host.Bulk.As(Client).Apply(Stream(Large("bea"))).CompleteAsync(Token);
        Assert.Equal(log.Count, (await _host.LogAsync()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_large_document_cut_off_between_its_parts_is_merged_whole_the_next_time(int committed)
    {
        const int Noes = (2 * ConsentChange.MaxStatements) + 100;
        var flags = Many(Noes, FlagValue.Unset, FlagValue.Unset, FlagValue.Active);
        var document = new ConsentDocument(Contact(), "crm", Day(-3), flags);
        var calls = 0;
        void CutOff() => _host.Store.BeforeCommit = () =>
        {
            if (++calls == committed)
            {
                _host.Store.IsTroubleTransient = false;
                _host.Store.CommitsToFail = 1;
            }
            else
            {
                CutOff();
            }

            return Task.CompletedTask;
        };
        CutOff();
        await Assert.ThrowsAsync<Storage.ConsentStoreException>(async () => await MergeAsync(document));
        await MergeAsync(document);
        Assert.Equal(Noes, (await _host.GetAsync()).Flags.Count());
    }

    private static NodeFlags Many(int count, FlagValue status, FlagValue restriction, FlagValue objection)
    {
        PurposePath[] nodes = [.. Enumerable.Range(0, count).Select(i => PurposePath.Parse($"marketing.automatic.channel{i:D5}"))];
        var packed = (byte)((int)status | ((int)restriction << 2) | ((int)objection << 4));
        return NodeFlags.FromPacked(nodes, [.. nodes.Select(_ => packed)]);
    }

    private static ConsentDocument Document(double day) =>
        new(Contact(), "crm", Day(day), NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Active), place: "customers.jsonl:1");

    private ValueTask<System.Collections.Immutable.ImmutableArray<ChangeResult>> MergeAsync(ConsentDocument document) =>
        _host.Tracker.As(Client).MergeAsync(document, Token);
}
