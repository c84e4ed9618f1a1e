using Consent.Testing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>What the tables' owner, or a failing disk, does to a row is found when the row is read and before it is written; an older server that takes over is refused.</summary>
public sealed class AlteredRowTests
{
    [Theory]
    [InlineData("snapshot = snapshot || '\\x00'")]
    [InlineData("snapshot = NULL, version = 0")]
    [InlineData("version = version + 1")]
    [InlineData("handle = '00000000-0000-0000-0000-000000000000'")]
    [InlineData("last_entry = last_entry + 1")]
    [InlineData("mac = ''")]
    public async Task A_contacts_row_that_was_written_to_is_altered_and_others_are_not(string set)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var ada = Some.First("ada");
        await store.CommitAsync(ada, Some.First("bea"));
        await schema.AskAsync($"UPDATE contact SET {set} WHERE no = 1");

        var found = await store.FindAsync([new(Some.Contact("ada")), new(Some.Contact("bea"))], Some.Stop);

        Assert.Equal([ContactState.Altered, ContactState.Open], found.Select(f => f.Snapshot!.State));
        Assert.Equal(ContactState.Altered, (await store.FindAsync("ada")).Snapshot!.State);
        await Assert.ThrowsAsync<RecordAlteredException>(() => store.CommitAsync(ada.Then("2", 5), Some.First("cay")));
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(found[1].Next("bea", "2", 6)))[0]);
    }

    [Theory]
    [InlineData("snapshot = snapshot || '\\x00'")]
    [InlineData("snapshot = NULL, version = 0")]
    [InlineData("version = -5")]
    [InlineData("last_entry = -1, mac = ''")]
    public async Task A_record_that_was_altered_is_replaced_by_who_says_that_it_is(string set)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        await schema.AskAsync($"UPDATE contact SET {set}");
        var altered = await store.FindAsync("ada");
        var rebuilt = new ConsentCommit { Snapshots = [new(ada.Snapshots[0].Snapshot, altered.Version)], Rebuilds = 0 };
        await Assert.ThrowsAsync<RecordAlteredException>(() => store.CommitAsync(rebuilt with { Rebuilds = null }, Some.First("bea")));

        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(rebuilt))[0]);

        var found = await store.FindAsync("ada");
        Assert.True(ada.Snapshots[0].Snapshot.SaysTheSameAs(found.Snapshot!));
        Assert.Equal(0, found.LastEntry);
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(found.Next("ada", "2", 6)))[0]);
    }

    [Fact]
    public async Task A_closed_ids_record_that_was_altered_is_replaced_by_who_says_that_it_is()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var closed = new ConsentCommit { Snapshots = [new(Closings.Of(Some.Contact("ada"), Some.Start), 0)] };
        await store.CommitAsync(closed);
        await schema.AskAsync("UPDATE closed SET snapshot = '\\x00'");

        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(closed with { Snapshots = [closed.Snapshots[0] with { ExpectedVersion = 1 }], Rebuilds = -1 }))[0]);

        Assert.Equal(ContactState.Closed, (await store.FindAsync("ada")).Snapshot!.State);
    }

    [Fact]
    public async Task A_closed_ids_row_that_was_written_to_is_altered()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(new ConsentCommit { Snapshots = [new(Closings.Of(Some.Contact("ada"), Some.Start), 0)] });
        await schema.AskAsync("UPDATE closed SET version = version + 1");

        Assert.Equal(ContactState.Altered, (await store.FindAsync("ada")).Snapshot!.State);
        await Assert.ThrowsAsync<RecordAlteredException>(() => store.CommitAsync(Some.First("bea"), Some.First("ada")));
    }

    [Theory]
    [InlineData("changed = changed + 1")]
    [InlineData("contacts = 0")]
    [InlineData("edge = edge || edge")]
    [InlineData("mac = ''")]
    public async Task A_head_that_was_written_to_stops_the_host(string set)
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            await store.CommitAsync(Some.First("ada"));
            await schema.AskAsync($"UPDATE head SET {set}");
            await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("bea"), Some.First("cay")));
        }

        await using var anew = schema.Open();
        await Assert.ThrowsAsync<ConsentStoreException>(() => anew.FindAsync("ada"));
    }

    /// <summary>As after a failover to a server that is behind: the same database, a commit earlier.</summary>
    [Fact]
    public async Task A_log_that_shrank_under_a_running_process_is_refused_by_the_next_statement()
    {
        await using var schema = await Schema.CreateAsync();
        var options = schema.Options;
        options.RetryTimeout = TimeSpan.FromMilliseconds(200);
        await using var store = new PostgreSqlConsentStore(options);
        await store.CommitAsync(Some.First("ada"));
        await schema.AskAsync("CREATE TABLE earlier AS SELECT * FROM head");
        await store.CommitAsync(Some.First("bea"));
        await schema.AskAsync(
            "ALTER TABLE head DISABLE TRIGGER ALL; UPDATE head h SET size = t.size, last_recorded_at = t.last_recorded_at, edge = t.edge, changed = t.changed, contacts = t.contacts, mac = t.mac FROM earlier t");

        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.FindAsync("ada"));
        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(Some.First("cay"), Some.First("dan")));
        await Assert.ThrowsAsync<AuditLogAlteredException>(() => store.CommitAsync(Some.First("cay")));
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await store.GetHeadAsync(Some.Stop));
    }
}
