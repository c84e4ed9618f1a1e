using Consent.Auditing;
using Consent.Testing;
using Consent.Storage.InMemory;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A single change, which is decided on what the process knew and written in one journey if that still holds: nobody can tell it from one that asked first.</summary>
public sealed class OneChangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Processes_that_write_by_turns_are_answered_as_one_store_in_memory_is(int seed)
    {
        await using var schema = await Schema.CreateAsync();
        await using var one = schema.Open();
        await using var other = schema.Open();
        var model = new InMemoryConsentStore();
        var (random, made) = (new Random(seed), new List<ConsentCommit>());
        for (var step = 0; step < 250; step++)
        {
            // Long turns too, so that a process has the log for itself for a while.
            var store = random.Next(8) == 0 || step % 100 < 40 ? one : other;
            var id = $"contact {random.Next(5)}";
            var what = random.Next(12);
            if (what == 0)
            {
                var erasure = await ErasureAsync(model, Some.Contact(id), random.Next(2) == 0 ? Some.Start : null);
                await store.EraseAsync([erasure], Some.Stop);
                await model.EraseAsync([erasure], Some.Stop);
                continue;
            }

            var commit = what switch
            {
                1 when made.Count > 0 => made[random.Next(made.Count)],
                2 when made.Count > 0 => WithVersion(made[random.Next(made.Count)], random.Next(4)) with { Change = ChangeId.From($"{step}") },
                3 => new() { Contact = Some.Contact(id), Entries = Some.First(id, $"{step}").Entries, Change = ChangeId.From($"{step}") },
                4 => new() { Snapshots = [new(Closings.Of(Some.Contact(id), Some.Start), (await model.FindAsync([new(Some.Contact(id))], Some.Stop))[0].Version)] },
                _ => (await store.FindAsync([new(Some.Contact(id))], Some.Stop))[0].Next(id, $"{step}", step),
            };
            made.Add(commit);

            var expected = await model.CommitAsync([commit], Some.Stop);
            var actual = await store.CommitAsync([commit], Some.Stop);

            Assert.Equal(expected, actual);
        }

        Assert.Equal(await model.ReadLogAsync(LogQuery.Everything, Some.Stop).ToListAsync(Some.Stop), await one.ReadLogAsync(LogQuery.Everything, Some.Stop).ToListAsync(Some.Stop));
        Assert.Equal(await RecordsAsync(model), await RecordsAsync(other));
        // What is erased here is named by no entry, and some revisions are missing: so there.
        Assert.Equal((await model.VerifyAsync()).Flaw, (await one.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_change_id_that_is_on_record_is_told_also_under_the_right_version()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("bea"));
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        var second = ada.Then("2", 5);
        await store.CommitAsync(second);

        var again = await store.CommitAsync(second.Then("2", 6));

        Assert.Equal(2, Assert.IsType<CommitOutcome.AlreadyRecorded>(again[0]).Entry.Index);
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(second.Then("3", 7)))[0]);
    }

    [Fact]
    public async Task Who_is_closed_without_a_row_is_not_new()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(new ConsentCommit { Snapshots = [new(Closings.Of(Some.Contact("ada"), Some.Start), 0)] });
        await store.CommitAsync(Some.First("bea"));

        Assert.Equal([new CommitOutcome.Conflict(Some.Contact("ada"), 1)], await store.CommitAsync(Some.First("ada")));
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync((await store.FindAsync("ada", "2")).Next("ada", "2", 5)))[0]);
    }

    [Fact]
    public async Task An_erasure_by_another_process_is_not_written_over_in_the_feed()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await using var other = schema.Open();
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        var bea = Some.First("bea");
        await store.CommitAsync(bea);
        var before = (await store.ReadChangesAsync(-1, Some.Stop).ToListAsync(Some.Stop))[^1].Position;
        await other.EraseAsync([new(Some.Contact("ada"), ada.Snapshots[0].Snapshot.Revision.Incarnation, [new(0, 0)], null)], Some.Stop);

        await store.CommitAsync(bea.Then("2", 5));

        var changes = await store.ReadChangesAsync(before, Some.Stop).ToListAsync(Some.Stop);
        Assert.Equal([null, "bea"], changes.Select(c => c.Snapshot?.Id.Value));
        Assert.True(changes[0].Position < changes[1].Position);
    }

    [Fact]
    public async Task A_contact_that_another_process_erased_and_made_anew_is_not_taken_for_the_old_one()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await using var other = schema.Open();
        var old = Some.First("ada");
        await store.CommitAsync(old);
        await other.EraseAsync([new(Some.Contact("ada"), old.Snapshots[0].Snapshot.Revision.Incarnation, [new(0, 0)], null)], Some.Stop);
        var young = Some.First("ada");
        await other.CommitAsync(young);
        // Now the first one knows the head again, but not the contact's new row.
        await store.CommitAsync(Some.First("bea"), Some.First("cay"));

        var outcome = await store.CommitAsync(young.Then("2", 5));

        Assert.IsType<CommitOutcome.Committed>(outcome[0]);
        Assert.Equal([1, 4], await other.ReadLogAsync(new() { Contact = Some.Contact("ada") }, Some.Stop).Select(e => (int)e.Index).ToListAsync(Some.Stop));
    }

    [Fact]
    public async Task A_contact_whose_first_commit_the_server_lost_is_not_taken_for_the_one_made_anew()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await server.ExecuteAsync("ALTER SYSTEM SET wal_writer_delay = '10s'");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await using var schema = Schema.On(server);
        var options = schema.Options;
        options.WaitForDisk = false;
        await using var store = new PostgreSqlConsentStore(options);
        await store.CommitAsync(Some.First("zed"));
        await server.ExecuteAsync("CHECKPOINT");
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        server.Kill();
        server.Start();

        // What was answered as recorded is gone: noticed at once, until somebody says that it is meant.
        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(ada));
        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.FindAsync("zed"));
        await store.ForgetHeadAsync(Some.Stop);

        // The same number again, under another key; and then the first one knows the head again.
        await store.CommitAsync(ada, Some.First("bea"));
        Assert.Equal(3, (await store.GetHeadAsync(Some.Stop)).Size);
        await store.CommitAsync(Some.First("cay"));
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(ada.Then("2", 5)))[0]);

        await using var reader = schema.Open();
        Assert.Equal(2, await reader.ReadLogAsync(new() { Contact = Some.Contact("ada") }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(LogFlaw.None, (await reader.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task The_commits_change_id_counts_also_where_its_entry_has_another()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("bea"));
        var ada = Some.First("ada");
        await store.CommitAsync(ada);

        var outcome = await store.CommitAsync(ada.Then("2", 5) with { Change = ChangeId.From("1") });

        Assert.IsType<CommitOutcome.AlreadyRecorded>(outcome[0]);
    }

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

    private static async Task<List<string>> RecordsAsync(IConsentStore store) =>
        await store.ScanAsync(default, Some.Stop).Select(c => $"{c.Id.Value} {Convert.ToHexString(ContactSnapshot.ToBytes(c))}").ToListAsync(Some.Stop);

    private static ConsentCommit WithVersion(ConsentCommit commit, long version) =>
        commit with { Snapshots = [.. commit.Snapshots.Select(s => s with { ExpectedVersion = version })] };

    private static async Task<ContactErasure> ErasureAsync(InMemoryConsentStore model, ContactId contact, Timestamp? closedSince)
    {
        var entries = await model.ReadLogAsync(new() { Contact = contact }, Some.Stop).Select(e => new IndexRange(e.Index, e.Index)).ToListAsync(Some.Stop);
        var snapshot = (await model.FindAsync([new(contact)], Some.Stop))[0].Snapshot;
        return new(contact, snapshot?.State == ContactState.Open ? snapshot.Revision.Incarnation : Guid.Empty, [.. entries], closedSince is { } since ? Closings.Kept(contact, since) : null);
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
