using Consent.Auditing;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>What somebody with the file, or a failing disk, does to a row: found when the row is read, or when the state is verified. Never a permit by a row that is found.</summary>
public sealed class AlteredRowTests : IAsyncLifetime
{
    private AlteredDatabase _whole = null!;
    private IReadOnlyList<(DecisionOutcome Outcome, DecisionCode Code)> _answers = [];

    public async ValueTask InitializeAsync()
    {
        _whole = await WriteAsync();
        _answers = await _whole.AnswersAsync();
    }

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_is_wrong_with_what_nobody_touched()
    {
        Assert.Equal([DecisionCode.Objected, DecisionCode.Consent, DecisionCode.Consent, DecisionCode.Suppressed], _answers.Select(a => a.Code));
        Assert.True((await _whole.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData("snapshot = zeroblob(length(snapshot))")]
    [InlineData("snapshot = CAST(substr(snapshot, 1, length(snapshot) - 1) || x'07' AS BLOB)")]
    [InlineData("snapshot = NULL, version = 0")]
    [InlineData("version = version + 1")]
    [InlineData("handle = zeroblob(16)")]
    [InlineData("last_entry = last_entry - 1")]
    [InlineData("mac = zeroblob(16)")]
    [InlineData("mac = x''")]
    [InlineData("snapshot = (SELECT snapshot FROM contact WHERE id = $bea), version = (SELECT version FROM contact WHERE id = $bea), mac = (SELECT mac FROM contact WHERE id = $bea)")]
    public async Task A_contacts_row_that_was_written_to_is_denied(string set)
    {
        _whole.Run($"UPDATE contact SET {set} WHERE id = $ada", ("$ada", OrderedText.ToBytes(Ada.Value)), ("$bea", OrderedText.ToBytes(Bea.Value)));

        var answers = await _whole.AnswersAsync();

        Assert.Equal((DecisionOutcome.Deny, DecisionCode.RecordAltered), answers[0]);
        Assert.Equal(_answers.Skip(1), answers.Skip(1));
        await Assert.ThrowsAsync<RecordAlteredException>(() => _whole.UseAsync(async host =>
        {
            await host.NoAsync(Ada);
            return true;
        }));
        Assert.False((await _whole.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData("UPDATE closed SET snapshot = zeroblob(length(snapshot))")]
    [InlineData("UPDATE closed SET version = 9")]
    [InlineData("UPDATE closed SET mac = zeroblob(16)")]
    public async Task A_closed_ids_row_that_was_written_to_is_denied(string sql)
    {
        _whole.Run(sql);

        Assert.Equal((DecisionOutcome.Deny, DecisionCode.RecordAltered), (await _whole.AnswersAsync())[3]);
        Assert.Equal(LogFlaw.ClosingDiffers, (await _whole.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task An_old_row_that_was_put_back_is_found_by_verifying()
    {
        var old = _whole.Row("SELECT no, version, snapshot, last_entry, mac FROM contact WHERE version > 0 ORDER BY no LIMIT 1 OFFSET 1");
        await _whole.UseAsync(async host =>
        {
            await host.NoAsync(Bea);
            await host.NoAsync(Cid);
            await host.NoAsync(Ada);
            return true;
        });
        var row = _whole.Row("SELECT version FROM contact WHERE no = " + old[0].Value);

        _whole.Run("UPDATE contact SET version = $version, snapshot = $snapshot, last_entry = $last_entry, mac = $mac WHERE no = $no", old);

        Assert.NotEqual(old[1].Value, row[0].Value);
        Assert.Equal(LogFlaw.RecordDiffers, (await _whole.VerifyAsync()).Flaw);
    }

    [Theory]
    [InlineData("DELETE FROM contact WHERE id = $ada")]
    [InlineData("UPDATE contact SET id = $other WHERE id = $ada")]
    [InlineData("DELETE FROM closed")]
    [InlineData("UPDATE closed SET digest = zeroblob(32)")]
    [InlineData("UPDATE entry SET contact = NULL WHERE idx = 4")]
    [InlineData("UPDATE entry SET contact = (SELECT no FROM contact WHERE id = $bea) WHERE idx = 4")]
    [InlineData("UPDATE entry SET type = 'changed' WHERE type = 'closed'")]
    [InlineData("UPDATE entry SET type = 'erased' WHERE idx = 4")]
    [InlineData("UPDATE entry SET quarantined = 1 WHERE idx = 4")]
    [InlineData("DELETE FROM entry WHERE idx = 4")]
    [InlineData("UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx = 4")]
    [InlineData("UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE idx = 4")]
    [InlineData("UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE idx = 2) WHERE idx = 4")]
    public async Task What_was_taken_away_or_hidden_is_found_by_verifying_and_never_permits(string sql)
    {
        _whole.Run(sql, ("$ada", OrderedText.ToBytes(Ada.Value)), ("$bea", OrderedText.ToBytes(Bea.Value)), ("$other", OrderedText.ToBytes("eve")));

        Assert.False((await _whole.VerifyAsync()).IsSound);
        Assert.DoesNotContain((await _whole.AnswersAsync()).Zip(_answers), a => a.First.Outcome == DecisionOutcome.Permit && a.Second.Outcome != DecisionOutcome.Permit);
    }

    /// <summary>Fuzzing rows found that this was said to be the caller's mistake.</summary>
    [Theory]
    [InlineData("x'20'")]
    [InlineData("x'00'")]
    [InlineData("x'61EDA080'")]
    public async Task A_row_under_an_id_that_is_nobodys_is_said_and_others_are_answered(string id)
    {
        _whole.Run($"INSERT INTO contact SELECT no + 1000, {id}, handle, version, snapshot, changed, last_entry, mac FROM contact WHERE id = $ada", ("$ada", OrderedText.ToBytes(Ada.Value)));

        Assert.Equal(_answers, await _whole.AnswersAsync());
        await Assert.ThrowsAsync<ConsentStoreException>(() => _whole.VerifyAsync());
        await using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={_whole.Path}" });
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.ReadChangesAsync(0, Some.Stop).CountAsync(Some.Stop));
    }

    [Theory]
    [InlineData("UPDATE head SET size = size - 1")]
    [InlineData("UPDATE head SET edge = zeroblob(length(edge))")]
    [InlineData("UPDATE head SET contacts = 0")]
    [InlineData("UPDATE head SET changed = 0")]
    [InlineData("UPDATE head SET last_recorded_at = 0")]
    [InlineData("UPDATE head SET mac = x''")]
    [InlineData("DELETE FROM head")]
    public async Task A_head_that_was_written_to_stops_the_host(string sql)
    {
        _whole.Run(sql);

        await Assert.ThrowsAnyAsync<ConsentStoreException>(() => _whole.AnswersAsync());
    }

    [Fact]
    public async Task An_older_file_that_was_put_in_the_place_of_the_open_one_is_noticed_by_the_look_at_the_head()
    {
        using var older = _whole.Copy();
        await using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={_whole.Path}" });
        await store.CommitAsync(Some.First("eve"));
        File.Delete(_whole.Path + "-wal");
        File.Delete(_whole.Path + "-shm");
        File.Move(older.Path, _whole.Path, overwrite: true);

        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await store.GetHeadAsync(Some.Stop));
    }

    [Fact]
    public async Task A_log_that_shrank_under_a_running_process_is_refused_by_the_next_statement_until_it_is_meant()
    {
        await using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={_whole.Path}" });
        await store.GetHeadAsync(Some.Stop);
        var before = _whole.Row("SELECT * FROM head");
        await store.CommitAsync(Some.First("eve"));
        _whole.Run("UPDATE head SET size = $size, last_recorded_at = $last_recorded_at, edge = $edge, changed = $changed, contacts = $contacts, mac = $mac", before);

        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.FindAsync("ada"));
        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(Some.First("fay")));
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        await store.ForgetHeadAsync(Some.Stop);

        Assert.Equal((long)before[1].Value!, (await store.GetHeadAsync(Some.Stop)).Size);
    }
}
