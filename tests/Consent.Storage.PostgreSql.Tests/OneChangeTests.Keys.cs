using Consent.Auditing;
using Consent.Testing;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <content>Contacts' keys, and connections that are cut.</content>
public sealed partial class OneChangeTests
{
    [Fact]
    public async Task Who_has_no_row_gets_a_key_also_when_none_was_ready()
    {
        await using var schema = await Schema.CreateAsync();
        var wrapping = new StallingKey(FileKeyEncryptionKey.Open(Path.Combine(schema.KeyDirectory, "key-encryption.key")));
        var options = schema.Options;
        options.KeyEncryptionKey = wrapping;
        await using var store = new PostgreSqlConsentStore(options);
        await store.CommitAsync(new ConsentCommit { Snapshots = [new(Closings.Of(Some.Contact("ada"), Some.Start), 0)] });
        wrapping.Fails = true;
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(async () =>
        {
            for (var n = 0; ; n++)
            {
                await store.CommitAsync(Some.First($"contact {n}"));
            }
        });
        Assert.True(trouble.IsTransient);
        wrapping.Fails = false;

        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync((await store.FindAsync("ada", "2")).Next("ada", "2", 5)))[0]);
    }

    [Fact]
    public async Task Keys_of_contacts_that_are_refused_are_used_for_others()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"));
        var before = await schema.AskAsync($"SELECT count(*) FROM {schema.Name}_keys.key_page");
        var good = Some.First("cay");
        var bad = good with { Entries = [good.Entries[0] with { Evidence = good.Entries[0].Evidence! with { Reason = new string('x', SlotCommitment.MaxPayloadLength + 1) } }] };
        for (var n = 0; n < 60; n++)
        {
            // In one journey, and in two.
            await Assert.ThrowsAsync<ArgumentException>(() => n % 2 == 0 ? store.CommitAsync(bad) : store.CommitAsync(bad, Some.First($"contact {n}") with { Entries = [] }));
        }

        Assert.Equal(before, await schema.AskAsync($"SELECT count(*) FROM {schema.Name}_keys.key_page"));
        Assert.All(await store.CommitAsync([.. Enumerable.Range(0, 20).Select(n => Some.First($"contact {n}"))]), o => Assert.IsType<CommitOutcome.Committed>(o));
        Assert.Equal(22L, await schema.AskAsync("SELECT count(DISTINCT handle) FROM contact"));
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
    }

    [Theory]
    [InlineData(nameof(Proxy.Cut.OneChange))]
    [InlineData(nameof(Proxy.Cut.OneChangeAnswer))]
    public async Task One_whose_connection_is_cut_is_done_once(string cut)
    {
        await using var schema = await Schema.CreateAsync();
        Assert.SkipWhen(schema.Server.DataFolder is null, "The proxy stands before the tests' own server only.");
        await using var proxy = new Proxy(schema.Server);
        await using var source = NpgsqlDataSource.Create(proxy.ConnectionString);
        await using var store = schema.Open(source);
        for (var n = 0; n < 10; n++)
        {
            // After a cut it asks first; then it knows.
            var ada = Some.First("ada" + n);
            await store.CommitAsync(ada);
            await store.CommitAsync(Some.First("bea" + n));
            proxy.CutNext(Enum.Parse<Proxy.Cut>(cut));

            // Without a change id nothing but the store itself can know that it was done already.
            var outcome = (await store.CommitAsync(n % 2 == 0 ? Some.First("cay" + n) with { Change = default } : ada.Then("2", 5) with { Change = default }))[0];

            Assert.IsType<CommitOutcome.Committed>(outcome);
            Assert.Equal((n + 1) * 3, (await store.GetHeadAsync(Some.Stop)).Size);
        }

        Assert.Equal(10, proxy.Cuts);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        Assert.Equal(25, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
    }

    [Fact]
    public async Task The_session_is_handed_back_as_it_was()
    {
        await using var schema = await Schema.CreateAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(schema.Server.ConnectionString) { MaxPoolSize = 2, NoResetOnClose = true }.ConnectionString);
        await using (var session = source.CreateCommand("SET lock_timeout = '77s'; SET jit = off; SET enable_hashjoin = on"))
        {
            await session.ExecuteNonQueryAsync(Some.Stop);
        }

        await using (var store = schema.Open(source))
        {
            await store.CommitAsync(Some.First("ada"));
            await store.CommitAsync(Some.First("bea"));
        }

        await using var first = await source.OpenConnectionAsync(Some.Stop);
        await using var second = await source.OpenConnectionAsync(Some.Stop);
        foreach (var connection in new[] { first, second })
        {
            await using var command = new NpgsqlCommand("SELECT current_setting('enable_seqscan') || current_setting('plan_cache_mode') || current_setting('synchronous_commit')", connection);
            Assert.Equal("onautoon", await command.ExecuteScalarAsync(Some.Stop));
        }

        await using var lockTimeout = new NpgsqlCommand("SELECT current_setting('lock_timeout') || current_setting('jit')", first);
        await using var otherTimeout = new NpgsqlCommand("SELECT current_setting('lock_timeout') || current_setting('jit')", second);
        Assert.Contains("77soff", new[] { await lockTimeout.ExecuteScalarAsync(Some.Stop), await otherTimeout.ExecuteScalarAsync(Some.Stop) });
    }

    private sealed class StallingKey(IKeyEncryptionKey inner) : IKeyEncryptionKey
    {
        public bool Fails { get; set; }

        public string Name => inner.Name;

        public ValueTask<IReadOnlyList<byte[]>> WrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken) =>
            Fails ? throw new ConsentStoreException("The key service is away.", isTransient: true) : inner.WrapAsync(pages, cancellationToken);

        public ValueTask<IReadOnlyList<byte[]>> UnwrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> wrapped, CancellationToken cancellationToken) => inner.UnwrapAsync(wrapped, cancellationToken);

        public ValueTask RenewAsync(CancellationToken cancellationToken) => inner.RenewAsync(cancellationToken);

        public ValueTask RetireAsync(string current, CancellationToken cancellationToken) => inner.RetireAsync(current, cancellationToken);
    }
}
