using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Attacks on the promise that nothing is silent: what is hidden, put back, or gone.</summary>
public sealed class Attack12HiddenTests : IDisposable
{
    // An index that lacks some rows, under the definition that it has always had: what a damaged index is.
    private const string Damage = """
        DROP INDEX entry_change;
        CREATE INDEX entry_change ON entry (contact, change) WHERE contact IS NOT NULL AND type <> 'held';
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = 'CREATE INDEX entry_change ON entry (contact, change) WHERE contact IS NOT NULL' WHERE name = 'entry_change';
        PRAGMA writable_schema = RESET;
        """;

    private readonly Attack12Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>The documentation: an entry that is hidden by a damaged index is found by verifying.</summary>
    [Fact]
    public async Task A_legal_hold_that_a_damaged_index_hides_is_found()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        await host.GiveAsync(Bea);
        Assert.True(await host.Privacy().As(Manager).HoldAsync(Ada, "case 7", Stop));
        await host.StopAsync(Stop);

        _site.Run(Damage);
        using var again = await _site.StartAsync();
        var verdict = await again.VerifyAsync();
        Assert.False(verdict.IsSound, $"The hold's entry is found in Ada's history no more, and verifying says: {verdict}.");
    }

    /// <summary>And what it does: what a court wants kept is erased.</summary>
    [Fact]
    public async Task A_person_under_a_legal_hold_that_a_damaged_index_hides_is_not_erased()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        await host.GiveAsync(Bea);
        Assert.True(await host.Privacy().As(Manager).HoldAsync(Ada, "case 7", Stop));
        Assert.Equal(ErasureOutcome.Held, await host.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
        await host.StopAsync(Stop);

        _site.Run(Damage);
        using var again = await _site.StartAsync();
        var outcome = ErasureOutcome.Held;
        try
        {
            outcome = await again.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        }
        catch (ConsentStoreException)
        {
            return;
        }

        Assert.True(outcome == ErasureOutcome.Held, $"{outcome}; verifying says {await again.VerifyAsync()}");
    }

    /// <summary>"Change a column beside the sealed bytes: VerifyAsync compares what is found by them with the log".</summary>
    [Theory]
    [InlineData("UPDATE entry SET type = 'read' WHERE type = 'signerChanged'")]
    [InlineData("UPDATE entry SET change = NULL WHERE idx = 0")]
    [InlineData("UPDATE entry SET quarantined = 1 WHERE idx = 0")]
    [InlineData("UPDATE entry SET type = 'noticePublished' WHERE idx = 0")]
    public async Task A_column_beside_the_sealed_bytes_that_was_changed_is_found(string sql)
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada, "yes");
            _site.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.GiveAsync(Bea);
            await host.Privacy().As(Manager).HoldAsync(Ada, "case 7", Stop);
            await host.Privacy().As(Manager).ChangeSignerAsync(Stop);
            await host.GiveAsync(ContactId.From("cid"));
            await host.Audit().CheckpointAsync(Stop);
            await host.StopAsync(Stop);
        }

        _site.Run("DROP TRIGGER entry_update; " + sql);
        using var again = await _site.StartAsync();
        var verdict = await again.VerifyAsync();
        Assert.False(verdict.IsSound, $"{verdict}; {(await again.Audit().GetVerifierKeysAsync(Stop)).Length} keys of the log are known.");
    }

    /// <summary>What it does: a change is recorded twice under one id.</summary>
    [Fact]
    public async Task A_change_whose_short_id_was_taken_away_is_still_known()
    {
        using var host = await _site.StartAsync();
        Assert.Equal(ChangeOutcome.Recorded, (await host.GiveAsync(Ada, "yes")).Outcome);
        _site.Run("DROP TRIGGER entry_update; UPDATE entry SET change = NULL");
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        var said = await host.GiveAsync(Ada, "yes");
        Assert.True(said.Outcome != ChangeOutcome.Recorded || !(await host.VerifyAsync()).IsSound, $"{said.Outcome} a second time, and verifying finds nothing.");
    }

    /// <summary>What it does: "what did we know then" is answered otherwise, and verifying finds nothing.</summary>
    [Fact]
    public async Task A_time_of_recording_that_was_changed_changes_no_past_silently()
    {
        using var host = _site.Build(); // Not started: each of its looks would leave a connection open (Attack12LeakTests).
        await host.GiveAsync(Ada);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        Timestamp then = _site.Now;
        _site.Clock.Advance(TimeSpan.FromDays(30));
        await host.NoAsync(Ada);
        var request = ProcessingRequest.ToContact(Ada, Email);
        Assert.True((await host.Audit().As(Dpo).ExplainAsKnownAsync(request, then, Stop)).Decision.IsPermitted);

        _site.Run("DROP TRIGGER entry_update; UPDATE entry SET recorded_at = recorded_at + 86400000000 WHERE idx = 0");

        var known = await host.Audit().As(Dpo).ExplainAsKnownAsync(request, then, Stop);
        var verdict = await host.VerifyAsync();
        Assert.True(known.Decision.IsPermitted || !verdict.IsSound, $"{known.Decision.Reason}; verifying says {verdict}.");
    }

    /// <summary>Whose date was kept for a file that was read whole: taken away, an older file's yes counts.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)] // Nothing is done: her yes of the older file is kept back.
    public async Task The_date_of_a_whole_file_that_was_taken_away_or_put_back_is_found(bool? isDeleted)
    {
        using var host = await _site.StartAsync();
        ConsentDocument Document(ContactId contact, int day, FlagValue email) => new(contact, "crm", (Timestamp)_site.Clock.GetUtcNow().AddDays(day), NodeFlags.Empty.With(Email, ConsentFlag.Status, email), new NoticeAcceptance("v1", (Timestamp)_site.Clock.GetUtcNow().AddDays(day)), $"export{day}.jsonl:1");
        async Task RunAsync(params ConsentDocument[] file) =>
            await host.Services.GetRequiredService<ConsentBulk>().As(Api).Apply(file.ToAsyncEnumerable(), new() { IsWholeFile = true }).CompleteAsync(Stop);

        await RunAsync(Document(Bea, -20, FlagValue.Active));
        _site.Run("CREATE TABLE old_note AS SELECT * FROM note");
        await RunAsync(Document(Bea, -3, FlagValue.Active)); // Ada is in it no more: the source has taken her yes out.
        _site.Run(isDeleted switch { true => "DELETE FROM note", false => "DELETE FROM note; INSERT INTO note SELECT * FROM old_note", null => "SELECT 1" });
        _site.Run("DROP TABLE old_note");

        await RunAsync(Document(Ada, -10, FlagValue.Active));

        var decision = await host.DecideAsync(Ada);
        var verdict = await host.VerifyAsync();
        Assert.True(!decision.IsPermitted || !verdict.IsSound || (await host.HealthAsync()).Status != HealthStatus.Healthy, $"{decision.Outcome}; verifying says {verdict}.");
    }

    /// <summary>A contact's key is gone: each change of hers fails, a no too. Once a change has met it, health knows.</summary>
    [Fact]
    public async Task A_key_that_a_change_has_missed_is_said_in_health()
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.GiveAsync(Bea);
            await host.StopAsync(Stop);
        }

        _site.Run("DELETE FROM contact_key WHERE handle IN (SELECT handle FROM contact_key LIMIT 0)", Path.Combine(_site.Keys, "contacts.keys"));
        _site.Run($"ATTACH '{Path.Combine(_site.Keys, "contacts.keys")}' AS k; DELETE FROM k.contact_key WHERE handle = (SELECT handle FROM contact WHERE no = 1)");
        using var again = await _site.StartAsync();
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await again.NoAsync(Ada));
        Assert.NotEqual(HealthStatus.Healthy, (await again.HealthAsync()).Status);
    }

    /// <summary>Two hosts recover at once: a script that was started twice.</summary>
    [Fact]
    public async Task Two_recoveries_at_once_are_one()
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.StopAsync(Stop);
        }

        var putBack = _site.RememberDatabase();
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Bea);
            await host.NoAsync(Ada);
            await host.StopAsync(Stop);
        }

        putBack();
        using var one = _site.Build();
        using var other = _site.Build();
        var both = await Task.WhenAll(Task.Run(() => Recovered(one)), Task.Run(() => Recovered(other)));
        using var again = await _site.StartAsync();
        var verdict = await again.VerifyAsync();
        Assert.True(verdict.IsSound, verdict.ToString());
        var restored = 0;
        await foreach (var entry in again.Services.GetRequiredService<IConsentStore>().ReadLogAsync(new() { Type = AuditEntryType.Restored }, Stop))
        {
            restored++;
        }

        Assert.True(restored == 1, $"{restored} entries say that the log was restored: {string.Join(" | ", both)}.");
        Assert.Equal(DecisionCode.AfterRestore, (await again.DecideAsync(Ada)).Code);

        static async Task<string> Recovered(Microsoft.Extensions.Hosting.IHost host)
        {
            try
            {
                return (await host.Privacy().As(Manager).RecoverAsync(Stop)).ToString();
            }
            catch (ConsentStoreException trouble)
            {
                return trouble.Message;
            }
        }
    }

    /// <summary>The signing key is gone, and with it every checkpoint: the log, which has entries, is signed by a new key under its name as if it had begun today.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signing_key_that_is_gone_with_all_checkpoints_is_not_made_anew_beside_a_log(bool isDefault)
    {
        using (var host = await _site.StartAsync(isDefault: isDefault))
        {
            await host.GiveAsync(Ada);
            await host.NoAsync(Ada);
            await host.StopAsync(Stop);
        }

        File.Delete(_site.SigningKey);
        foreach (var file in Directory.GetFiles(_site.Keys, "checkpoints.key*"))
        {
            File.Delete(file);
        }

        foreach (var place in new[] { _site.Published, Path.Combine(_site.Keys, "checkpoints") }.Where(Directory.Exists))
        {
            Directory.Delete(place, recursive: true);
        }

        _site.Run("DROP TRIGGER checkpoint_delete; DELETE FROM checkpoint");
        try
        {
            using var again = await _site.StartAsync(isDefault: isDefault);
            await again.GiveAsync(Bea);
            var (health, verdict) = (await again.HealthAsync(), await again.VerifyAsync());
            Assert.True(health.Status != HealthStatus.Healthy || !verdict.IsSound, $"A new key signs a log of {verdict.Head.Size} entries: health {health.Status}, verifying {verdict}.");
        }
        catch (ConsentStoreException)
        {
            // Told.
        }
    }

    /// <summary>Another history that is longer takes the place of the database's content under a host that only decides, without the generic host.</summary>
    [Fact]
    public async Task A_longer_fork_under_a_host_that_only_reads_is_refused()
    {
        using var host = _site.Build();
        await host.GiveAsync(Ada);
        await host.Audit().CheckpointAsync(Stop);
        _site.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        _site.Run($"VACUUM INTO '{Path.Combine(_site.Folder, "old.db")}'");
        await host.NoAsync(Ada);
        Assert.False((await host.DecideAsync(Ada)).IsPermitted);

        // Restored into the open file, as SQLite's backup API does; another process, which compares with other places, goes on from there.
        using (var from = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_site.Folder, "old.db")};Pooling=False"))
        using (var to = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_site.Database};Pooling=False"))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
        }

        await using (var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={_site.Database}", WaitForDisk = false }))
        {
            using var other = new TrackedHost(store: store);
            await other.Tracker.As(Api).ApplyAsync(other.Give(Bea), Stop);
            await other.Tracker.As(Api).ApplyAsync(other.Give(ContactId.From("cid")), Stop);
        }

        for (var n = 0; n < 5; n++)
        {
            _site.Clock.Advance(TimeSpan.FromMinutes(10));
            ConsentDecision decision;
            try
            {
                decision = await host.DecideAsync(Ada);
            }
            catch (AuditLogAlteredException)
            {
                return;
            }

            Assert.False(decision.IsPermitted, $"A no that this process recorded is gone with the history, and it permits; health: {(await host.HealthAsync()).Status}.");
        }
    }

    /// <summary>The whole database is gone, the keys and what is published are there; a place that cannot be asked.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_that_is_gone_beside_its_keys_is_no_new_beginning(bool isReadable)
    {
        void Publish(ConsentBuilder builder)
        {
            builder.SignCheckpoints(Attack12Site.Origin, _site.SigningKey);
            if (isReadable)
            {
                builder.PublishCheckpointsTo(_site.Published);
            }
            else
            {
                builder.PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => default));
            }
        }

        using (var host = await _site.StartAsync(publish: Publish))
        {
            await host.NoAsync(Ada);
            await host.StopAsync(Stop);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_site.Folder, "consents.db*"))
        {
            File.Delete(file);
        }

        try
        {
            using var again = await _site.StartAsync(publish: Publish);
            Assert.Fail($"The host starts on an empty database beside the keys of a full one, and with the journal and the signing key of another log; health: {(await again.HealthAsync()).Status}");
        }
        catch (ConsentStoreException)
        {
            // Told.
        }
    }
}
