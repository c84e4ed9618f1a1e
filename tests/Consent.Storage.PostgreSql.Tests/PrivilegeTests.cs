using Npgsql;
using Consent.Testing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Application, auditor and eraser connect as users of their own, and none can do what is not theirs: by trying.</summary>
public sealed class PrivilegeTests
{
    [Fact]
    public async Task Three_users_do_all_of_the_work_and_none_of_them_owns_a_table()
    {
        await using var users = await Users.CreateAsync();
        await using var store = users.Open();
        var first = Some.First("ada");
        await store.CommitAsync(first, Some.First("bea"));
        await store.CommitAsync([.. Enumerable.Range(0, 300).Select(n => Some.First($"contact {n}"))]);
        await store.Log.AddCheckpointAsync(new(2, Some.Start, "a note\n"), Some.Stop);
        Assert.NotNull((await store.FindAsync("ada")).Recorded);

        var incarnation = (await store.FindAsync("ada")).Snapshot!.Revision.Incarnation;
        await store.EraseAsync([new(Some.Contact("ada"), incarnation, [new(0, 0)], Closings.Kept(Some.Contact("ada"), Some.Start))], Some.Stop);
        await store.EraseAsync([new(Some.Contact("bea"), (await store.FindAsync("bea")).Snapshot!.Revision.Incarnation, [new(1, 1)], null)], Some.Stop);

        Assert.Equal(ContactState.Closed, (await store.FindAsync("ada")).Snapshot!.State);
        Assert.Equal(StoredContact.Nothing, await store.FindAsync("bea"));
        Assert.Equal(300, await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        var anew = Some.First("ada", "2", 30);
        Assert.IsType<CommitOutcome.Committed>((await store.CommitAsync(anew with { Snapshots = [anew.Snapshots[0] with { ExpectedVersion = 2 }] }))[0]);
        await store.RotateKeyEncryptionKeyAsync(Some.Stop);
        Assert.Equal(301, await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
    }

    [Theory]
    [InlineData("UPDATE entry SET leaf = ''")]
    [InlineData("UPDATE entry SET sealed = ''")]
    [InlineData("UPDATE entry SET sealed = NULL")]
    [InlineData("DELETE FROM entry")]
    [InlineData("TRUNCATE entry")]
    [InlineData("UPDATE checkpoint SET note = ''")]
    [InlineData("DELETE FROM checkpoint")]
    [InlineData("TRUNCATE checkpoint")]
    [InlineData("DELETE FROM head")]
    [InlineData("TRUNCATE head")]
    [InlineData("DELETE FROM contact")]
    [InlineData("TRUNCATE contact")]
    [InlineData("DELETE FROM contact_0")]
    [InlineData("UPDATE contact SET id = ''")]
    [InlineData("INSERT INTO erasing VALUES (0, 10)")]
    [InlineData("DROP TABLE entry")]
    [InlineData("ALTER TABLE entry DISABLE TRIGGER ALL")]
    [InlineData("DROP TRIGGER entry_append_only ON entry")]
    [InlineData("SET session_replication_role = replica")]
    [InlineData("DELETE FROM consent_migration")]
    [InlineData("SET ROLE consent_eraser")]
    [InlineData("UPDATE {0}_keys.key_page SET wrapped = ''")]
    [InlineData("DELETE FROM {0}_keys.key_page")]
    [InlineData("TRUNCATE {0}_keys.key_page")]
    public async Task The_writer_cannot_change_the_log(string attack)
    {
        await using var users = await Users.CreateAsync();
        await RefusedAsync(users, users.Writer, attack);
    }

    [Theory]
    [InlineData("INSERT INTO entry VALUES (99, '', 1, 1, 'changed', false, 0, '')")]
    [InlineData("INSERT INTO checkpoint VALUES (99, 0, '')")]
    [InlineData("INSERT INTO contact VALUES (99, 'x', '00000000-0000-0000-0000-000000000000', 0, NULL, 99)")]
    [InlineData("INSERT INTO closed VALUES ('', 1, '')")]
    [InlineData("UPDATE head SET changed = 99")]
    [InlineData("UPDATE contact SET version = 99")]
    [InlineData("UPDATE entry SET leaf = ''")]
    [InlineData("DELETE FROM entry")]
    [InlineData("DELETE FROM contact")]
    [InlineData("DELETE FROM closed")]
    [InlineData("TRUNCATE entry")]
    [InlineData("CREATE TABLE theirs (x integer)")]
    [InlineData("SELECT * FROM head FOR UPDATE")]
    [InlineData("INSERT INTO {0}_keys.key_page VALUES ('00000000-0000-0000-0000-000000000100', '')")]
    [InlineData("UPDATE {0}_keys.key_page SET wrapped = ''")]
    [InlineData("DELETE FROM {0}_keys.key_page")]
    public async Task The_auditor_cannot_write(string attack)
    {
        await using var users = await Users.CreateAsync();
        await RefusedAsync(users, users.Auditor, attack);
    }

    [Theory]
    [InlineData("UPDATE entry SET leaf = ''")]
    [InlineData("UPDATE entry SET leaf = '', sealed = NULL")]
    [InlineData("DELETE FROM entry")]
    [InlineData("INSERT INTO entry VALUES (99, '', 1, 1, 'changed', false, 0, '')")]
    [InlineData("TRUNCATE entry")]
    [InlineData("UPDATE head SET size = 99")]
    [InlineData("DELETE FROM head")]
    [InlineData("DELETE FROM checkpoint")]
    [InlineData("INSERT INTO checkpoint VALUES (99, 0, '')")]
    [InlineData("INSERT INTO contact VALUES (99, 'x', '00000000-0000-0000-0000-000000000000', 0, NULL, 99)")]
    [InlineData("UPDATE contact SET id = 'x'")]
    [InlineData("TRUNCATE closed")]
    [InlineData("UPDATE note SET bytes = ''")]
    [InlineData("TRUNCATE contact")]
    [InlineData("INSERT INTO {0}_keys.key_page VALUES ('00000000-0000-0000-0000-000000000100', '')")]
    [InlineData("DELETE FROM {0}_keys.key_page")]
    [InlineData("TRUNCATE {0}_keys.key_page")]
    public async Task The_eraser_cannot_touch_leaves_and_only_empties_what_it_named(string attack)
    {
        await using var users = await Users.CreateAsync();
        await RefusedAsync(users, users.Eraser, attack);
        var unnamed = await Assert.ThrowsAsync<PostgresException>(() => users.Schema.AskAsync(users.Eraser, "UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL"));
        Assert.Contains("append-only", unnamed.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_privileges_is_told_which_role_is_missing()
    {
        await using var users = await Users.CreateAsync();
        var options = users.Schema.Options;
        options.ConnectionString = users.Auditor;
        await using var store = new PostgreSqlConsentStore(options);

        Assert.NotNull((await store.FindAsync("ada")).Recorded);
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(() => store.CommitAsync(Some.First("bea")));
        Assert.Contains("consent_writer", trouble.Message, StringComparison.Ordinal);
        Assert.False(trouble.IsTransient);
    }

    private static async Task RefusedAsync(Users users, string user, string attack)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => users.Schema.AskAsync(user, attack.Replace("{0}", users.Schema.Name, StringComparison.Ordinal)));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    /// <summary>A schema of one entry, and its users.</summary>
    private sealed class Users : IAsyncDisposable
    {
        private readonly string _name = $"u_{Guid.NewGuid():N}";

        private Users(Schema schema) => Schema = schema;

        public Schema Schema { get; }

        public string Writer { get; private set; } = "";

        public string Auditor { get; private set; } = "";

        public string Eraser { get; private set; } = "";

        public static async Task<Users> CreateAsync()
        {
            var schema = await Schema.CreateAsync();
            await using (var store = schema.Open())
            {
                await store.CommitAsync(Some.First("ada"));
            }

            var users = new Users(schema);
            users.Writer = await schema.Server.AsAsync(users._name + "_w", "consent_writer");
            users.Auditor = await schema.Server.AsAsync(users._name + "_a", "consent_auditor");
            users.Eraser = await schema.Server.AsAsync(users._name + "_e", "consent_eraser");
            return users;
        }

        /// <summary>A store of its own, made by the owner and used by the three.</summary>
        public PostgreSqlConsentStore Open() => new(new()
        {
            ConnectionString = Writer,
            AuditorConnectionString = Auditor,
            EraserConnectionString = Eraser,
            MigratorConnectionString = Schema.Server.ConnectionString,
            Schema = Schema.Name + "_2",
            KeyDirectory = Schema.KeyDirectory,
        });

        public async ValueTask DisposeAsync()
        {
            await Schema.Server.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schema.Name}_2 CASCADE; DROP SCHEMA IF EXISTS {Schema.Name}_2_keys CASCADE");
            await Schema.Server.ExecuteAsync($"DROP ROLE {_name}_w, {_name}_a, {_name}_e");
            await Schema.DisposeAsync();
        }
    }
}
