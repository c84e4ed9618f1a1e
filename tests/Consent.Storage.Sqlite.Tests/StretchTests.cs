using Consent.Auditing;
using Microsoft.Data.Sqlite;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Records are compared with the log many at a time: what is wrong with one among them is found as if it were compared alone, and the others are not blamed.</summary>
public sealed class StretchTests : IAsyncLifetime
{
    private const int Many = 300;
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("consents.db");

    public async ValueTask InitializeAsync()
    {
        await using var host = Open();
        foreach (var n in Enumerable.Range(0, Many))
        {
            await host.GiveAsync(Contact(n));
            if (n % 50 == 7)
            {
                await host.NoAsync(Contact(n));
            }
        }

        // Readings: entries of a history that have no change id.
        foreach (var n in new[] { 100, 101 })
        {
            await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(Contact(n), Some.Stop);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_is_found_where_nothing_is_wrong() => Assert.Equal((LogFlaw.None, 0), await VerifyAsync());

    [Theory]
    // A contact's change, or a reading of it, stands under another one.
    [InlineData("UPDATE entry SET contact = 151 WHERE idx = (SELECT max(idx) FROM entry WHERE contact = 108 AND type = 'changed')", LogFlaw.EntryHidden, 108)]
    [InlineData("UPDATE entry SET contact = 102 WHERE idx = (SELECT max(idx) FROM entry WHERE contact = 101 AND type = 'read')", LogFlaw.EntryHidden, 101)]
    // It is not found by its change id.
    [InlineData("UPDATE entry SET change = change + 1 WHERE contact = 120", LogFlaw.EntryHidden, 120)]
    [InlineData("UPDATE entry SET contact = NULL WHERE contact = 120", LogFlaw.EntryHidden, 120)]
    // The record says where its history ends.
    [InlineData("UPDATE contact SET last_entry = 0 WHERE no = 120", LogFlaw.RecordAltered, 120)]
    [InlineData("UPDATE contact SET snapshot = zeroblob(length(snapshot)) WHERE no = 120", LogFlaw.RecordAltered, 120)]
    [InlineData("DELETE FROM contact WHERE no = 120", LogFlaw.RecordMissing, 120)]
    public async Task What_is_wrong_with_one_is_found(string sql, LogFlaw flaw, int contact)
    {
        long last;
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT max(idx) FROM entry WHERE contact = $no AND type = 'changed'";
            command.Parameters.AddWithValue("$no", contact);
            last = (long)command.ExecuteScalar()!;
        }

        Run(sql);

        var (found, index) = await VerifyAsync();
        Assert.Equal(flaw, found);
        Assert.InRange(index, last, long.MaxValue);
        await using var host = Open();
        Assert.Equal(DecisionOutcome.Permit, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Contact(200), Email), Some.Stop)).Outcome);
        Assert.NotEqual(DecisionOutcome.Permit, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Contact(contact - 1), Email), Some.Stop)).Outcome);
    }

    [Fact]
    public async Task An_old_record_that_was_put_back_is_found_among_many()
    {
        Run("CREATE TABLE old AS SELECT * FROM contact WHERE no IN (5, 120, 260)");
        await using (var host = Open())
        {
            await host.NoAsync(Contact(4));
            await host.NoAsync(Contact(119));
            await host.NoAsync(Contact(259));
        }

        Run("DELETE FROM contact WHERE no IN (5, 120, 260); INSERT INTO contact SELECT * FROM old; DROP TABLE old");

        Assert.Equal(LogFlaw.RecordDiffers, (await VerifyAsync()).Flaw);
        await using var again = Open();
        foreach (var n in new[] { 4, 119, 259 })
        {
            Assert.Equal(DecisionCode.RecordAltered, (await again.Tracker.DecideAsync(ProcessingRequest.ToContact(Contact(n), Email), Some.Stop)).Code);
        }
    }

    private static ContactId Contact(int n) => ContactId.From($"contact {n:D3}");

    /// <summary>Not encrypted: a key would give away an entry that stands under another contact.</summary>
    private Host Open() => new(Database, encrypts: false);

    private async Task<(LogFlaw Flaw, long Index)> VerifyAsync()
    {
        await using var host = Open();
        var verdict = await host.Audit.As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop);
        return (verdict.Flaw, verdict.IsSound ? 0 : verdict.Index);
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"DROP TRIGGER IF EXISTS entry_update; {sql}";
        command.ExecuteNonQuery();
    }
}
