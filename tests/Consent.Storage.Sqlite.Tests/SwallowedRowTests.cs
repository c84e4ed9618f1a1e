using System.Globalization;
using Consent.Testing;
using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Triggers of somebody else's that swallow rows, which SQLite calls done: nothing is answered as done that is not.</summary>
public sealed class SwallowedRowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("consents.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE ON contact")]
    [InlineData("INSERT ON contact")]
    [InlineData("INSERT ON entry")]
    [InlineData("UPDATE ON head")]
    public async Task A_change_whose_row_is_swallowed_is_not_recorded(string what)
    {
        await using var store = Open();
        var ada = Some.First("ada");
        await store.CommitAsync(ada);
        Swallow(what);

        var refused = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(ada.Then("2", 5), Some.First("bea")));

        Assert.Contains("did not take", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await store.GetHeadAsync(Some.Stop)).Size);
        End();
        Assert.All(await store.CommitAsync(ada.Then("2", 5), Some.First("bea")), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        Assert.True((await store.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData("UPDATE ON entry")]
    [InlineData("DELETE ON contact")]
    [InlineData("INSERT ON gone")]
    [InlineData("INSERT ON closed")]
    [InlineData("INSERT ON doomed_key")]
    [InlineData("DELETE ON erasing")]
    public async Task An_erasure_of_which_a_row_is_swallowed_is_not_done(string what)
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"));
        ContactErasure erasure = new(
            Some.Contact("ada"), (await store.FindAsync("ada")).Snapshot!.Revision.Incarnation, [new(0, 0)], Closings.Kept(Some.Contact("ada"), Some.Start));
        Swallow(what);

        var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.EraseAsync([erasure], Some.Stop));

        Assert.Contains("did not take", refused.Message, StringComparison.Ordinal);
        Assert.NotNull((await store.FindAsync("ada")).Recorded);
        End();
        Assert.True(await store.EraseAsync([erasure], Some.Stop));
        Assert.Equal(ContactState.Closed, (await store.FindAsync("ada")).Snapshot!.State);
    }

    [Fact]
    public async Task A_closed_id_that_stays_is_not_forgotten()
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"));
        var id = Some.Contact("ada");
        await store.EraseAsync([new(id, (await store.FindAsync("ada")).Snapshot!.Revision.Incarnation, [new(0, 0)], Closings.Kept(id, Some.Start))], Some.Stop);
        Swallow("DELETE ON closed");

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.EraseAsync([new(id, Guid.Empty, [], null)], Some.Stop));

        End();
        Assert.True(await store.EraseAsync([new(id, Guid.Empty, [], null)], Some.Stop));
        Assert.Null((await store.FindAsync("ada")).Snapshot);
    }

    [Theory]
    [InlineData("INSERT", false)]
    [InlineData("UPDATE", true)]
    [InlineData("UPDATE", false)]
    public async Task A_key_that_is_swallowed_or_stays_is_told(string verb, bool renews)
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"));
        Swallow(verb + " ON key_page", Database + ".keys/contacts.keys");
        Func<Task> act = (verb, renews) switch
        {
            ("INSERT", _) => async () =>
            {
                for (var n = 0; n < 1000; n++)
                {
                    await store.CommitAsync(Some.First(n.ToString(CultureInfo.InvariantCulture)));
                }
            },
            (_, true) => async () => await store.RotateKeyEncryptionKeyAsync(Some.Stop),
            _ => async () => await store.EraseAsync([new(Some.Contact("ada"), (await store.FindAsync("ada")).Snapshot?.Revision.Incarnation ?? Guid.Empty, [new(0, 0)], null)], Some.Stop),
        };

        var refused = await Assert.ThrowsAsync<ConsentStoreException>(act);

        Assert.Contains("did not take", refused.Message, StringComparison.Ordinal);
        End(Database + ".keys/contacts.keys");
        await act();
    }

    [Fact]
    public async Task A_checkpoint_or_a_note_that_is_swallowed_is_not_kept()
    {
        await using var store = Open();
        await store.CommitAsync(Some.First("ada"));
        Swallow("INSERT ON checkpoint");
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.Log.AddCheckpointAsync(new(1, Some.Start, "a note\n"), Some.Stop));
        End();
        Swallow("INSERT ON note");
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.WriteNoteAsync(new(new("kind", "key"), [1], 1, null), Some.Stop));
    }

    private void Swallow(string what, string? path = null) => Run($"CREATE TRIGGER swallow BEFORE {what} BEGIN SELECT RAISE(IGNORE); END", path);

    private void End(string? path = null) => Run("DROP TRIGGER swallow", path);

    private void Run(string sql, string? path)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteConsentStore Open() => new(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false });
}
