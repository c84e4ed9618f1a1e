using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.Tests;

public class InMemoryConsentStoreTests
{
    private static readonly ConsentRules s_rules = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_host_chooses_it_in_one_line()
    {
        using var host = new ConsentBuilder(new ServiceCollection()).UseInMemoryStore().Services.BuildServiceProvider();

        Assert.IsType<InMemoryConsentStore>(host.GetRequiredService<IConsentStore>());
        Assert.Same(host.GetRequiredService<IConsentStore>(), host.GetRequiredService<IConsentStore>());
        Assert.Equal("UseInMemoryStore", host.GetRequiredService<ConsentStoreRegistration>().Name);
    }

    [Fact]
    public async Task Two_hosts_share_nothing()
    {
        var (one, other) = (new InMemoryConsentStore(), new InMemoryConsentStore());

        await one.CommitAsync([Snapshot("a", 0)], Cancellation);

        Assert.Null((await other.FindAsync([new(ContactId.From("a"))], Cancellation))[0].Snapshot);
    }

    [Fact]
    public async Task A_commit_that_writes_one_snapshot_twice_is_refused_with_its_whole_batch()
    {
        var store = new InMemoryConsentStore();
        var twice = Snapshot("b", 0) with { Snapshots = [.. Snapshot("b", 0).Snapshots, .. Snapshot("b", 1).Snapshots] };

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.CommitAsync([Snapshot("a", 0), twice], Cancellation));

        Assert.Empty(await store.ScanAsync(default, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_reading_is_of_the_log_as_it_was_when_it_began()
    {
        var store = new InMemoryConsentStore();
        await store.CommitAsync([Reading(), Reading(), Reading()], Cancellation);
        var read = 0;
        await foreach (var entry in store.ReadLogAsync(LogQuery.Everything, Cancellation))
        {
            Assert.Equal(read++, entry.Index);
            await store.CommitAsync([Reading()], Cancellation);
        }

        Assert.Equal(3, read);
        Assert.Equal(6, (await store.GetHeadAsync(Cancellation)).Size);
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_writer()
    {
        // A batch large enough to be under way for a while; whoever reads meanwhile sees all of it or nothing.
        var store = new InMemoryConsentStore();
        ConsentCommit[] batch = [.. Enumerable.Range(0, 20_000).Select(n => Snapshot($"{n}", 0))];
        var writer = Task.Run(async () => await store.CommitAsync(batch, Cancellation), Cancellation);
        while (!writer.IsCompleted)
        {
            var found = await store.FindAsync([new(ContactId.From("0")), new(ContactId.From("19999"))], Cancellation);
            Assert.Equal(found[0].Version, found[1].Version);
        }

        await writer;
        Assert.Equal(batch.Length, await store.ScanAsync(default, Cancellation).CountAsync(Cancellation));
    }

    private static ConsentCommit Snapshot(string id, long version) => new() { Snapshots = [new(ContactConsents.Empty(ContactId.From(id), s_rules.Taxonomy), version)] };

    private static ConsentCommit Reading() => new()
    {
        Entries = [Consent.Reading.Entry(AuditEntryType.Read, default, "test", Actor.DataProtectionOfficer("dpo"), s_rules, default)],
    };
}
