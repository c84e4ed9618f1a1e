using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Attacks on the promise that nothing is silent, over PostgreSQL.</summary>
public sealed class Attack12Tests
{
    private static readonly ContactId s_ada = ContactId.From("ada");
    private static readonly ContactId s_bea = ContactId.From("bea");
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Actor s_api = Actor.ApiClient("crm");
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");

    /// <summary>"All processes of a store share the keys folder, or have copies of it": the erasures of one are in its own copy of the journal alone.</summary>
    [Fact]
    public async Task An_erasure_by_a_process_with_its_own_copy_of_the_keys_folder_is_done_again_after_a_restore()
    {
        await using var schema = await Schema.CreateAsync();
        using var folder = new TemporaryFolder();
        await using (var one = Host(schema, schema.KeyDirectory, folder))
        {
            await GiveAsync(one, s_ada);
            await GiveAsync(one, s_bea);
        }

        var copy = folder.File("copy-of-keys");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(schema.KeyDirectory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        var restore = await BackUpAsync(schema);
        await using (var one = Host(schema, schema.KeyDirectory, folder))
        {
            Assert.Equal(ErasureOutcome.Erased, await one.GetRequiredService<ConsentPrivacy>().As(s_manager).EraseAsync(new(s_ada, "GDPR 17(1)(b)"), Some.Stop));
        }

        await restore();

        // The machine of the first process is gone, or is started later: what a second one does.
        await using var other = Host(schema, copy, folder);
        var recovery = await other.GetRequiredService<ConsentPrivacy>().As(s_manager).RecoverAsync(Some.Stop);
        await other.GetRequiredService<ConsentPrivacy>().As(s_manager).ConfirmRestoredAsync(Some.Stop);
        var decision = await other.GetRequiredService<ConsentTracker>().DecideAsync(ProcessingRequest.ToContact(s_ada, s_email), Some.Stop);
        Assert.False(decision.IsPermitted, $"Ada was erased; the recovery did {recovery.Erasures} erasures again, and mail to her is {decision.Outcome}.");
    }

    /// <summary>The same copies, after one process has renewed the key-encryption key: what the other one records is wrapped under a key that the first has retired.</summary>
    [Fact]
    public async Task A_process_with_its_own_copy_of_the_keys_folder_records_nothing_under_a_key_that_was_retired()
    {
        await using var schema = await Schema.CreateAsync();
        using var folder = new TemporaryFolder();
        await using (var one = Host(schema, schema.KeyDirectory, folder))
        {
            await GiveAsync(one, s_ada);
        }

        var copy = folder.File("copy-of-keys");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(schema.KeyDirectory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await using var other = Host(schema, copy, folder);
        await GiveAsync(other, s_bea);
        await using (var one = Host(schema, schema.KeyDirectory, folder))
        {
            await one.GetRequiredService<ConsentPrivacy>().As(s_manager).RotateKeysAsync(Some.Stop);
        }

        var recorded = 0;
        try
        {
            for (var n = 0; n < 300; n++)
            {
                await GiveAsync(other, ContactId.From($"contact {n}"));
                recorded++;
            }
        }
        catch (ConsentStoreException)
        {
            // Told.
        }

        var theirs = await other.GetRequiredService<ConsentAudit>().As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop);
        string ours;
        try
        {
            await using var one = Host(schema, schema.KeyDirectory, folder);
            ours = (await one.GetRequiredService<ConsentAudit>().As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop)).ToString();
        }
        catch (ConsentStoreException trouble)
        {
            ours = trouble.Message;
        }

        Assert.True(recorded < 300, $"{recorded} changes were answered as recorded; the process that recorded them verifies: {theirs}; the one that renewed the key: {ours}");
    }

    /// <summary>What swallows rows without an error: rules, triggers that return nothing. What was answered as recorded is nowhere.</summary>
    [Theory]
    [InlineData("CREATE RULE swallow AS ON INSERT TO entry DO INSTEAD NOTHING")]
    [InlineData("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER swallow BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION nothing()")]
    [InlineData("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER swallow BEFORE UPDATE ON contact FOR EACH ROW EXECUTE FUNCTION nothing()")]
    public async Task What_the_database_swallows_is_not_answered_as_recorded(string sql)
    {
        await using var schema = await Schema.CreateAsync();
        using var folder = new TemporaryFolder();
        await using var host = Host(schema, schema.KeyDirectory, folder);
        await GiveAsync(host, s_ada);
        await schema.AskAsync(sql);
        ChangeResult said;
        try
        {
            said = await host.GetRequiredService<ConsentTracker>().As(s_api).ApplyAsync(ConsentChange.For(s_ada).From(ChangeSource.Api).Withdraw(s_email), Some.Stop);
        }
        catch (ConsentStoreException)
        {
            return;
        }

        var decision = await host.GetRequiredService<ConsentTracker>().DecideAsync(ProcessingRequest.ToContact(s_ada, s_email), Some.Stop);
        var verdict = await host.GetRequiredService<ConsentAudit>().As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop);
        Assert.Fail($"The withdrawal was answered as {said.Outcome}; mail is {decision.Outcome}; verifying says {verdict}.");
    }

    /// <summary>"With a synchronous standby a commit is answered once the standby has it": where the role's default is local, it is not waited for.</summary>
    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    public async Task A_commit_that_no_standby_has_is_not_answered_as_recorded_whatever_the_roles_default(string level)
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: false);
        await using var schema = Schema.On(server);
        await using (var first = schema.Open())
        {
            await first.CommitAsync(Some.First("ada"));
        }

        await server.ExecuteAsync($"ALTER ROLE postgres SET synchronous_commit = '{level}'");
        await server.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await Task.Delay(500, Some.Stop);
        await using var store = new PostgreSqlConsentStore(new() { ConnectionString = server.ConnectionString, Schema = schema.Name, KeyDirectory = schema.KeyDirectory, RetryTimeout = TimeSpan.FromSeconds(2) });

        var committing = store.CommitAsync([Some.First("bea")], Some.Stop).AsTask();
        var ended = await Task.WhenAny(committing, Task.Delay(TimeSpan.FromSeconds(6), Some.Stop)) == committing;
        await server.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await server.ExecuteAsync("SELECT pg_reload_conf()");

        Assert.False(ended && committing.IsCompletedSuccessfully, $"{(committing.IsCompletedSuccessfully ? committing.Result[0].GetType().Name : "")}: there is no standby that has it.");
    }

    private static ServiceProvider Host(Schema schema, string keys, TemporaryFolder folder)
    {
        var services = new ServiceCollection();
        services.AddConsentTracking(options => options.Notices = new([new("v1", Timestamp.Parse("2020-01-01T00:00:00.000000Z"))]))
            .UsePostgreSqlStore(schema.Server.ConnectionString, keys, options => options.Schema = schema.Name)
            .SignCheckpoints("shop.example/consents", folder.File("signing.key"))
            .PublishCheckpointsTo(folder.File("published"));
        return services.BuildServiceProvider();
    }

    private static async Task GiveAsync(ServiceProvider host, ContactId contact)
    {
        Timestamp now = DateTimeOffset.UtcNow;
        await host.GetRequiredService<ConsentTracker>().As(s_api).ApplyAsync(
            ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v1", now).Give(s_email, now, Evidence.WebForm("https://shop.example/form")), Some.Stop);
    }

    /// <summary>The whole database: log, records and keys.</summary>
    private static async Task<Func<Task>> BackUpAsync(Schema schema)
    {
        var tables = new List<string>();
        foreach (var name in new[] { schema.Name, schema.Name + "_keys" })
        {
            var list = (string)(await schema.AskAsync($"SELECT string_agg(c.relname, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '{name}' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"))!;
            tables.AddRange(list.Split(',').Select(table => $"{name}.{table}"));
        }

        var sql = tables.Select((table, i) => $"CREATE TABLE public.b{i}_{schema.Name} AS SELECT * FROM {table}");
        await schema.AskAsync(string.Join(";", sql));
        return async () => await schema.AskAsync(
            "BEGIN; SET LOCAL session_replication_role = replica; " + string.Join(";", tables.Select((table, i) => $"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM public.b{i}_{schema.Name}; DROP TABLE public.b{i}_{schema.Name}")) + "; COMMIT");
    }
}
