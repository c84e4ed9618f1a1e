using Consent.Auditing;
using Consent.Testing;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Consent.Storage.PostgreSql.Tests.StandbyReads;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>The log is read from a standby where that is as new as what this process has seen, and from the primary otherwise; whatever decides asks the primary alone.</summary>
public sealed class StandbyReadTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly ContactId s_ada = Some.Contact("ada");
    private static readonly ContactId s_bea = Some.Contact("bea");
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");

    [Fact]
    public async Task A_standby_that_has_everything_answers_for_the_log_and_the_primary_is_not_asked()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var schema = Schema.On(pair.Primary);
        await using var writer = schema.Open();
        await writer.CommitAsync([.. Enumerable.Range(0, 300).Select(n => Some.First($"contact {n}"))]);
        await writer.CommitAsync(Some.First("ada"));
        Assert.True(await writer.Log.AddCheckpointAsync(new(301, Some.Start, "a note\n"), Some.Stop));
        var auditor = new NpgsqlConnectionStringBuilder(await pair.Primary.AsAsync("reader", "consent_auditor")) { Host = HostOf(pair.Standby), ApplicationName = "reads" }.ConnectionString;
        await using var store = Open(schema, auditor, patience: TimeSpan.FromMilliseconds(300));
        await pair.CaughtUpAsync();

        // A page each: one of 256 and the rest; ada's, twice.
        Assert.Equal(301, await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(1, await store.ReadLogAsync(new() { Contact = s_ada }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(1, await store.ReadLogAsync(new() { Contact = s_ada, To = 301 }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal((4L, null), (store.StandbyReads, store.StandbyTrouble));
        Assert.NotEqual(0L, await pair.Standby.ExecuteAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reads' AND usename = 'reader'"));
        var tree = await store.TreeHeadAsync();
        Assert.Equal(5, store.StandbyReads);

        // Whatever looks for something particular, or decides, is the primary's.
        Assert.NotNull((await store.FindAsync("ada")).Recorded);
        Assert.Equal(301, await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(301, await store.ReadChangesAsync(0, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(0, await store.ReadLogAsync(new() { Type = AuditEntryType.Erased }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(0, await store.ReadLogAsync(new() { QuarantinedOnly = true }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(1, await store.ReadLogAsync(new() { From = 300 }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(1, await store.Log.ReadAsync(7, 8, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(5, store.StandbyReads);

        // Whoever may not read there is passed over too, and the reason told.
        await pair.Primary.ExecuteAsync("CREATE ROLE nobody LOGIN");
        await pair.CaughtUpAsync();
        await using var refused = Open(schema, new NpgsqlConnectionStringBuilder(auditor) { Username = "nobody" }.ConnectionString);
        Assert.Equal(1, await refused.ReadLogAsync(new() { Contact = s_ada }, Some.Stop).CountAsync(Some.Stop));
        Assert.Contains("user of the standby lacks a privilege for SELECT", refused.StandbyTrouble, StringComparison.Ordinal);

        pair.Primary.KillAll();
        Assert.Equal(1, await store.ReadLogAsync(new() { Contact = s_ada }, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(tree, await store.Log.HeadAtAsync(301, Some.Stop));
        Assert.Equal("a note\n", (await store.Log.ReadCheckpointsAsync(Some.Stop).ToListAsync(Some.Stop))[0].Note);
        Assert.Equal(301, await store.Log.ReadAsync(0, long.MaxValue, Some.Stop).CountAsync(Some.Stop));
        await Assert.ThrowsAsync<ConsentStoreException>(() => store.FindAsync("ada"));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.GetHeadAsync(Some.Stop));
    }

    [Fact]
    public async Task What_this_process_has_seen_is_never_missing_however_far_behind_the_standby_is()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var schema = Schema.On(pair.Primary);
        await using var other = schema.Open();
        await other.CommitAsync(Some.First("ada"), Some.First("bea"), Some.First("cay"));
        await using var store = Open(schema, pair.Standby.ConnectionString);
        await pair.CaughtUpAsync();
        await HasAsync(store, LogQuery.Everything, 0, 1, 2);
        await PauseAsync(pair);

        // Its own.
        await store.CommitAsync(Some.First("dan"));
        await HasAsync(store, LogQuery.Everything, 0, 1, 2, 3);
        Assert.Contains("behind", store.StandbyTrouble, StringComparison.Ordinal);
        await ResumeAsync(pair);
        await IsUsedAsync(store);
        await PauseAsync(pair);

        // Another host's: not before something of it was seen, and at once after that, one record or several.
        await other.CommitAsync((await other.FindAsync("ada")).Next("ada", "2", 5));
        await HasAsync(store, new() { Contact = s_ada }, 0);
        Assert.Null(store.StandbyTrouble);
        Assert.Equal(4, (await store.FindAsync("ada")).LastEntry);
        await HasAsync(store, new() { Contact = s_ada }, 0, 4);
        await other.CommitAsync((await other.FindAsync("bea")).Next("bea", "2", 5));
        Assert.Equal(5, (await store.FindAsync([new(s_ada), new(s_bea)], Some.Stop))[1].LastEntry);
        await HasAsync(store, new() { Contact = s_bea }, 1, 5);
        await ResumeAsync(pair);
        await IsUsedAsync(store);
        await PauseAsync(pair);

        // Nor what it knows from elsewhere: an index beyond what the standby has.
        await other.CommitAsync((await other.FindAsync("cay")).Next("cay", "2", 5));
        await HasAsync(store, new() { Contact = Some.Contact("cay") }, 2);
        await HasAsync(store, new() { Contact = Some.Contact("cay"), To = 7 }, 2, 6);
        await ResumeAsync(pair);
        await IsUsedAsync(store);
        await PauseAsync(pair);

        // A checkpoint adds no entry, and neither does an erasure; whether it takes away a record or some entries only.
        Assert.True(await store.Log.AddCheckpointAsync(new(7, Some.Start, "a note\n"), Some.Stop));
        Assert.Equal(7, (await store.Log.ReadCheckpointsAsync(Some.Stop).ToListAsync(Some.Stop))[0].Size);
        await ResumeAsync(pair);
        await IsUsedAsync(store);
        await PauseAsync(pair);
        await store.EraseAsync([new(Some.Contact("nobody"), Guid.NewGuid(), [new(2, 2)], null)], Some.Stop);
        await HasAsync(store, LogQuery.Everything, 0, 1, 3, 4, 5, 6);
        await ResumeAsync(pair);
        await IsUsedAsync(store);
        await PauseAsync(pair);
        await other.EraseAsync([new(s_ada, (await other.FindAsync("ada")).Snapshot!.Revision.Incarnation, [new(0, 0), new(4, 4)], Closings.Kept(s_ada, Some.Start))], Some.Stop);
        Assert.Equal(ContactState.Closed, (await store.FindAsync("ada")).Snapshot!.State);
        await HasAsync(store, LogQuery.Everything, 1, 3, 5, 6);
        Assert.Equal(3, await store.Log.ReadAsync(0, long.MaxValue, Some.Stop).CountAsync(e => e.IsErased, Some.Stop));

        // One that has seen nothing meets entries there whose key is gone: they are gone, and not altered.
        await using var cold = Open(schema, pair.Standby.ConnectionString);
        await HasAsync(cold, LogQuery.Everything, 1, 3, 5, 6);
        await ResumeAsync(pair);
        await IsUsedAsync(store);
        await HasAsync(store, LogQuery.Everything, 1, 3, 5, 6);
    }

    [Fact]
    public async Task Beside_a_standby_that_is_behind_noes_are_heard_and_links_rectifications_erasures_and_verification_are_right()
    {
        await using var pair = await PostgreSqlPair.StartAsync(isSynchronous: false);
        await using var schema = Schema.On(pair.Primary);
        await using var there = Host(schema, null);
        await using var here = Host(schema, pair.Standby.ConnectionString);
        var (tracker, others) = (Tracker(here), Tracker(there));
        await others.ApplyAsync(Given(s_ada), Some.Stop);
        await others.ApplyAsync(Given(s_bea), Some.Stop);
        Assert.True(await MayAsync(here, s_ada));
        await pair.CaughtUpAsync();
        Assert.Equal(LogFlaw.None, (await VerdictAsync(here)).Flaw);
        Assert.NotEqual(0, Store(here).StandbyReads);
        // Whoever reads a history has just recorded that; the standby has it a moment later, and is waited for.
        for (var before = Store(here).StandbyReads; Store(here).StandbyReads == before;)
        {
            Assert.NotEmpty(await Audit(here).HistoryAsync(s_ada, Some.Stop));
        }

        await PauseAsync(pair);

        // Heard at once, and what is linked counts it too.
        var no = ConsentChange.For(s_ada).WithId(ChangeId.From("no")).Withdraw(s_email);
        await others.ApplyAsync(no, Some.Stop);
        Assert.False(await MayAsync(here, s_ada));
        Assert.Equal(ChangeOutcome.Recorded, (await tracker.LinkAsync(new(s_ada, s_bea, DateTimeOffset.UtcNow, ChangeId.From("link")), Some.Stop)).Outcome);
        Assert.False(await MayAsync(here, s_bea));
        Assert.False(await MayAsync(there, s_bea));
        Assert.Equal(2, (await Audit(here).HistoryAsync(s_ada, Some.Stop)).Count(e => e.Evidence?.Change is { } id && (id == no.Id || id == ChangeId.From("link"))));

        // What is taken out is found, although the standby has never had it.
        var wrong = Given(s_bea).WithId(ChangeId.From("wrong"));
        await others.ApplyAsync(wrong, Some.Stop);
        Assert.True(await MayAsync(here, s_ada));
        Assert.Equal(RectificationOutcome.Rectified, await Privacy(here).RectifyAsync(Rectification.OfChange(s_bea, wrong.Id!.Value, "a scanner's clicks", "ticket 9"), Some.Stop));
        Assert.False(await MayAsync(there, s_ada));
        Assert.Equal(LogFlaw.None, (await VerdictAsync(here)).Flaw);
        Assert.NotNull(await Audit(here).DossierAsync(s_bea, null, Some.Stop));

        // All of it goes, also what the standby has never had.
        await others.ApplyAsync(Given(s_bea).WithId(ChangeId.From("late")), Some.Stop);
        Assert.Equal(ErasureOutcome.Erased, await Privacy(here).EraseAsync(new(s_bea, "GDPR 17(1)(b)"), Some.Stop));
        Assert.Empty(await Store(here).ReadLogAsync(new() { Contact = s_bea }, Some.Stop).ToListAsync(Some.Stop));
        Assert.Equal(ContactState.Closed, (await Store(there).FindAsync("bea")).Snapshot!.State);
        Assert.Equal(LogFlaw.None, (await VerdictAsync(here)).Flaw);
        Assert.Equal(LogFlaw.None, (await VerdictAsync(there)).Flaw);

        // Erased elsewhere, and a host verifies that has seen nothing of it.
        await using var cold = Host(schema, pair.Standby.ConnectionString);
        Assert.Equal(LogFlaw.None, (await VerdictAsync(cold)).Flaw);
        await ResumeAsync(pair);
        await IsUsedAsync(Store(here));
        Assert.Equal(LogFlaw.None, (await VerdictAsync(here)).Flaw);
    }

    [Fact]
    public void A_connection_string_that_asks_for_a_primary_is_refused()
    {
        var options = new PostgreSqlStoreOptions { ConnectionString = "Host=db1", KeyDirectory = "keys" };
        foreach (var wrong in new[] { "Host=db2,db3;Target Session Attributes=read-write", "Host=db2,db3;Target Session Attributes=prefer-primary", "Username=nobody" })
        {
            options.StandbyConnectionString = wrong;
            Assert.Throws<ArgumentException>(() => new PostgreSqlConsentStore(options));
        }

        options.StandbyConnectionString = "Host=db2,db3;Target Session Attributes=prefer-standby";
        new PostgreSqlConsentStore(options).Dispose();
    }

    private static ServiceProvider Host(Schema schema, string? standby)
    {
        var services = new ServiceCollection();
        services.AddConsentTracking(options => options.Notices = new([new("v1", Some.Start)])).UsePostgreSqlStore(schema.Server.ConnectionString, schema.KeyDirectory, options => (options.Schema, options.StandbyConnectionString) = (schema.Name, standby));
        return services.BuildServiceProvider();
    }

    private static PostgreSqlConsentStore Store(ServiceProvider host) => (PostgreSqlConsentStore)host.GetRequiredService<IConsentStore>();

    private static ActingTracker Tracker(ServiceProvider host) => host.GetRequiredService<ConsentTracker>().As(Actor.ApiClient("crm"));

    private static ActingPrivacy Privacy(ServiceProvider host) => host.GetRequiredService<ConsentPrivacy>().As(s_manager);

    private static ActingAudit Audit(ServiceProvider host) => host.GetRequiredService<ConsentAudit>().As(Actor.DataProtectionOfficer("officer"));

    private static async Task<bool> MayAsync(ServiceProvider host, ContactId contact) =>
        (await host.GetRequiredService<ConsentTracker>().DecideAsync(ProcessingRequest.ToContact(contact, s_email), Some.Stop)).IsPermitted;

    private static ValueTask<LogVerdict> VerdictAsync(ServiceProvider host) => Audit(host).VerifyAsync(null, Some.Stop);

    private static ConsentChange Given(ContactId contact)
    {
        Timestamp now = DateTimeOffset.UtcNow;
        return ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v1", now).Give(s_email, now, Evidence.WebForm("https://shop.example/form"));
    }

    private static async Task HasAsync(PostgreSqlConsentStore store, LogQuery query, params long[] indices) =>
        Assert.Equal(indices, await store.ReadLogAsync(query, Some.Stop).Select(e => e.Index).ToListAsync(Some.Stop));

    private static async Task PauseAsync(PostgreSqlPair pair)
    {
        await pair.CaughtUpAsync();
        await pair.Standby.ExecuteAsync("SELECT pg_wal_replay_pause()");
        while (await pair.Standby.ExecuteAsync("SELECT pg_get_wal_replay_pause_state()") is not "paused")
        {
            await Task.Delay(5, Some.Stop);
        }
    }

    private static async Task ResumeAsync(PostgreSqlPair pair)
    {
        await pair.Standby.ExecuteAsync("SELECT pg_wal_replay_resume()");
        await pair.CaughtUpAsync();
    }
}
