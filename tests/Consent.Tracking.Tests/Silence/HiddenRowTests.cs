using Consent.Storage;
using Consent.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Silence;

/// <summary>What an attack on the promise that nothing is silent found: what an index, a column or a longer history hides.</summary>
public sealed class HiddenRowTests : IDisposable
{
    // An index that lacks some rows, under the definition that it has always had: what a damaged index is.
    private const string Damage = """
        DROP INDEX entry_change;
        CREATE INDEX entry_change ON entry (contact, change) WHERE contact IS NOT NULL AND type <> 'held';
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = 'CREATE INDEX entry_change ON entry (contact, change) WHERE contact IS NOT NULL' WHERE name = 'entry_change';
        PRAGMA writable_schema = RESET;
        """;

    private readonly Site _site = new();

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
    [InlineData("UPDATE entry SET type = 'read' WHERE type = 'requested'")]
    [InlineData("UPDATE entry SET type = 'read' WHERE type = 'requestAnswered'")]
    public async Task A_column_beside_the_sealed_bytes_that_was_changed_is_found(string sql)
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada, "yes");
            _site.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.GiveAsync(Bea);
            await host.Privacy().As(Manager).HoldAsync(Ada, "case 7", Stop);
            var requests = host.Services.GetRequiredService<ConsentTracker>().As(Manager).Requests;
            await requests.AnswerAsync((await requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!.Number, cancellationToken: Stop);
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
}
