using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Rows that somebody with the file makes by hand, in the tables beside records and log: they count as absent, and are told.</summary>
public sealed class WrittenByHandTests : IAsyncLifetime
{
    private static readonly NoteKey s_note = new("source", "shop");
    private AlteredDatabase _whole = null!;

    public async ValueTask InitializeAsync() => _whole = await WriteAsync();

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("INSERT INTO doomed_key SELECT handle, zeroblob(16) FROM contact")]
    [InlineData("INSERT INTO doomed_key SELECT handle, mac FROM contact")]
    [InlineData("INSERT INTO doomed_key VALUES (zeroblob(16), zeroblob(16)), (x'01', x'')")]
    public async Task A_key_that_somebody_else_dooms_stays(string sql)
    {
        _whole.Run(sql);

        await using var host = new Host(_whole.Path);
        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Bea, Email), Some.Stop)).IsPermitted);
        Assert.NotEmpty(await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(Bea, Some.Stop));
        Assert.True(host.Store.AlteredRows > 0);
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
        Assert.Contains("counts as absent", (await host.HealthAsync()).Description, StringComparison.Ordinal);
        Assert.True((await host.Audit.As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop)).IsSound);
        Assert.NotEqual(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_key_that_is_doomed_by_an_erasure_goes_whatever_somebody_wrote_there_before()
    {
        _whole.Run("INSERT INTO doomed_key SELECT handle, zeroblob(16) FROM contact");
        var handle = _whole.Row("SELECT handle FROM contact WHERE id = $ada".Replace("$ada", "x'616461'", StringComparison.Ordinal))[0];
        await _whole.UseAsync(async host => await host.Privacy.As(Actor.PrivacyManager("manager")).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Some.Stop));

        using var keys = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_whole.Path + ".keys", "contacts.keys")};Pooling=False");
        keys.Open();
        using var command = keys.CreateCommand();
        command.CommandText = "SELECT wrapped FROM key_page WHERE page = $page";
        Guid name = new((byte[])handle.Value!, bigEndian: true);
        command.Parameters.AddWithValue("$page", KeyPages.NameOf(name).ToByteArray(bigEndian: true));
        Assert.False(await KeyPages.HasAsync(_whole.Path + ".keys", (byte[])command.ExecuteScalar()!, name));
    }

    [Theory]
    [InlineData("UPDATE note SET bytes = x'01'")]
    [InlineData("UPDATE note SET version = 7")]
    [InlineData("UPDATE note SET gone_at = 9223372036854775807")]
    [InlineData("UPDATE note SET mac = x''")]
    [InlineData("UPDATE note SET bytes = (SELECT bytes FROM note WHERE key = $other), mac = (SELECT mac FROM note WHERE key = $other)")]
    [InlineData("DELETE FROM note WHERE key = $key; UPDATE note SET key = $key")]
    public async Task A_note_that_was_written_to_counts_as_absent_and_can_be_written_anew(string sql)
    {
        await using (var store = Open())
        {
            await store.WriteNoteAsync(new(s_note, [1, 2, 3]), Some.Stop);
            await store.WriteNoteAsync(new(s_note, [4, 5, 6], 2), Some.Stop);
            await store.WriteNoteAsync(new(new("source", "tills"), [7, 8, 9]), Some.Stop);
        }

        _whole.Run(sql, ("$key", OrderedText.ToBytes("shop")), ("$other", OrderedText.ToBytes("tills")));

        await using var again = Open();
        Assert.Null((await again.FindNotesAsync([s_note], Some.Stop))[0]);
        Assert.DoesNotContain(await again.ScanNotesAsync("source", null, Some.Stop).ToListAsync(Some.Stop), n => n.Key == s_note);
        Assert.True(again.AlteredRows > 0);
        Assert.False(await again.WriteNoteAsync(new(s_note, [1], 8), Some.Stop));
        Assert.True(await again.WriteNoteAsync(new(s_note, [1]), Some.Stop));
        Assert.Equal(1, (await again.FindNotesAsync([s_note], Some.Stop))[0]!.Version);
    }

    [Theory]
    [InlineData("INSERT INTO checkpoint VALUES (1000000, 9223372036854775807, 'a note', zeroblob(16))")]
    [InlineData("INSERT INTO checkpoint SELECT 1000000, made_at, note, mac FROM checkpoint LIMIT 1")]
    [InlineData("INSERT INTO checkpoint SELECT size + 1, made_at, note, zeroblob(16) FROM checkpoint")]
    [InlineData("UPDATE checkpoint SET note = 'nothing'")]
    [InlineData("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'note TEXT NOT NULL', 'note TEXT') WHERE name = 'checkpoint'; PRAGMA writable_schema = RESET; UPDATE checkpoint SET note = NULL")]
    public async Task A_checkpoint_that_was_written_by_hand_hides_none_and_keeps_none_from_being_made(string sql)
    {
        _whole.Run(sql);

        await _whole.UseAsync(async host =>
        {
            await host.NoAsync(Cid);
            var made = await host.Audit.CheckpointAsync(Some.Stop);
            Assert.Equal((await host.Store.GetHeadAsync(Some.Stop)).Size, made.Checkpoint.Size);
            Assert.Equal(made.ToString(), (await host.Store.Log.LastCheckpointAsync(Some.Stop))!.Note);
            Assert.True(host.Store.AlteredRows > 0);
            return true;
        });
        Assert.True((await _whole.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData("DELETE FROM key_check")]
    [InlineData("UPDATE key_check SET value = zeroblob(32)")]
    [InlineData("UPDATE key_check SET value = x''")]
    public async Task A_check_value_of_the_keys_that_was_changed_opens_nothing(string sql)
    {
        _whole.Run(sql);

        await Assert.ThrowsAsync<ConsentStoreException>(() => _whole.AnswersAsync());
    }

    [Fact]
    public async Task What_somebody_lets_be_erased_by_hand_is_not_erased()
    {
        _whole.Run("INSERT INTO erasing VALUES (0, 1000)");

        await _whole.UseAsync(async host => await host.Privacy.As(Actor.PrivacyManager("manager")).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Some.Stop));

        Assert.True((await _whole.VerifyAsync()).IsSound);
        Assert.Equal((DecisionOutcome.Permit, DecisionCode.Consent), (await _whole.AnswersAsync())[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_was_deleted_or_renamed_over_under_an_open_connection_takes_no_commit(bool isReplaced)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var store = Open();
        await store.CommitAsync(Some.First("eve"));
        using var same = _whole.Copy();
        foreach (var file in new[] { "", "-wal", "-shm" })
        {
            File.Delete(_whole.Path + file);
        }

        if (isReplaced)
        {
            File.Move(same.Path, _whole.Path);
        }

        var refused = await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(Some.First("fay")));
        Assert.Contains("deleted or renamed", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await store.GetHeadAsync(Some.Stop));
        Assert.Equal(isReplaced, File.Exists(_whole.Path));
    }

    private SqliteConsentStore Open() => new(new() { ConnectionString = $"Data Source={_whole.Path}" });
}
