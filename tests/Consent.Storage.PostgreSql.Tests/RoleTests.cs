using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Roles belong to a server as a whole, so these have one of their own.</summary>
public sealed class RoleTests
{
    [Fact]
    public async Task Roles_that_are_made_after_the_first_start_get_their_privileges_at_the_next()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        await server.ExecuteAsync("CREATE ROLE owner LOGIN; GRANT CREATE ON DATABASE postgres TO owner");
        var options = schema.Options;
        options.ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "owner" }.ConnectionString;
        await using (var first = new PostgreSqlConsentStore(options))
        {
            await first.CommitAsync(Some.First("ada"));
        }

        foreach (var role in new[] { "consent_writer", "consent_auditor", "consent_eraser" })
        {
            await server.ExecuteAsync($"CREATE ROLE {role} NOLOGIN");
        }

        (options.MigratorConnectionString, options.ConnectionString) = (options.ConnectionString, await server.AsAsync("w", "consent_writer"));
        (options.AuditorConnectionString, options.EraserConnectionString) = (await server.AsAsync("a", "consent_auditor"), await server.AsAsync("e", "consent_eraser"));

        var alone = schema.Options;
        alone.ConnectionString = options.ConnectionString;
        await using (var early = new PostgreSqlConsentStore(alone))
        {
            await IsToldAsync(() => early.FindAsync("ada"), "w", "SELECT");
        }

        await using (var store = new PostgreSqlConsentStore(options))
        {
            await store.CommitAsync(Some.First("bea"), Some.First("cay"));
            Assert.Equal(3, await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        }

        // What is missing is given again, and nothing else is done.
        await schema.AskAsync("REVOKE INSERT ON entry FROM consent_writer; REVOKE UPDATE (snapshot) ON contact FROM consent_eraser");
        await using (var store = new PostgreSqlConsentStore(options))
        {
            await store.CommitAsync(Some.First("dan"));
        }

        Assert.Equal(true, await schema.AskAsync($"SELECT has_column_privilege('consent_eraser', '{schema.Name}.contact', 'snapshot', 'UPDATE')"));
    }

    [Fact]
    public async Task An_administrators_script_makes_what_a_first_start_makes()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        await using (var made = schema.Open())
        {
            await made.GetHeadAsync(Some.Stop);
        }

        await server.ExecuteAsync(PostgreSqlSchema.Script());

        Assert.Equal(await DescribedAsync(server, schema.Name), await DescribedAsync(server, "consent"));
        Assert.Equal(await DescribedAsync(server, schema.Name + "_keys"), await DescribedAsync(server, "consent_keys"));
        var options = schema.Options;
        options.Schema = "consent";
        options.ConnectionString = await server.AsAsync("w", "consent_writer");
        (options.AuditorConnectionString, options.EraserConnectionString) = (await server.AsAsync("a", "consent_auditor"), await server.AsAsync("e", "consent_eraser"));
        options.KeyDirectory += "-2";
        await using var store = new PostgreSqlConsentStore(options);
        await Everything.IsDoneAsync(store);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_lacks_a_privilege_is_told_as_whom_and_for_what(int changes)
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        await using (var made = schema.Open())
        {
            await made.CommitAsync(Some.First("ada"));
        }

        var options = schema.Options;
        options.ConnectionString = await server.AsAsync("a", "consent_auditor");
        await using var store = new PostgreSqlConsentStore(options);
        Assert.NotNull((await store.FindAsync("ada")).Recorded);

        await IsToldAsync(() => store.CommitAsync([.. Enumerable.Range(0, changes).Select(n => Some.First($"contact-marker {n}"))]), "a", "INSERT");
    }

    [Theory]
    [InlineData("")]
    [InlineData("consent\"; DROP TABLE x")]
    [InlineData("pg_x")]
    public void A_script_is_for_a_schemas_name(string name) => Assert.Throws<ArgumentException>(() => PostgreSqlSchema.Script(name));

    private static async Task IsToldAsync<T>(Func<Task<T>> call, string user, string kind)
    {
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(call);
        Assert.False(trouble.IsTransient);
        Assert.Contains($"The database user {user} lacks a privilege for {kind}", trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("contact-marker", trouble.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Tables, indexes, columns, triggers and privileges.</summary>
    private static Task<object?> DescribedAsync(PostgreSqlServer server, string schema) => server.ExecuteAsync(
        $"""
        SELECT string_agg(concat_ws(' ', relname, relkind, relacl, (SELECT string_agg(concat_ws(' ', attname, attacl, attstattarget, attstorage), ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0),
            (SELECT string_agg(tgname, ',' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = c.oid)), E'\n' ORDER BY relname)
        FROM pg_class c WHERE relnamespace = '{schema}'::regnamespace
        """);
}
