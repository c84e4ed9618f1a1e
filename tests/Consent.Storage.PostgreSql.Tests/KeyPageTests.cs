using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Pages of keys that several processes erase from, renew and add to.</summary>
public sealed class KeyPageTests
{
    private const int KeysInPage = 64;

    [Fact]
    public async Task Two_that_erase_from_one_page_while_a_third_renews_leave_no_erased_key_and_every_other()
    {
        await using var schema = await Schema.CreateAsync();
        await using var one = schema.Open();
        var contacts = await FillAsync(one);
        await using var other = schema.Open();
        await using var third = schema.Open();
        var handles = await HandlesAsync(schema);

        await Task.WhenAll(
            EraseAsync(one, contacts, n => n < 20 && n % 2 == 0),
            EraseAsync(other, contacts, n => n < 20 && n % 2 == 1),
            Task.Run(async () =>
            {
                for (var n = 0; n < 10; n++)
                {
                    await third.RotateKeyEncryptionKeyAsync(Some.Stop);
                    await third.CommitAsync(Some.First($"new {n}"));
                }
            }));

        for (var n = 0; n < KeysInPage; n++)
        {
            Assert.Equal(n >= 20, await schema.HasKeyAsync(handles[n]));
        }

        await using var again = schema.Open();
        Assert.Equal(KeysInPage - 20 + 10, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(0L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(schema.KeyDirectory, "key-encryption.key"), Some.Stop));
    }

    [Fact]
    public async Task All_contacts_of_a_page_are_erased_and_the_page_stays_with_zeros()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var contacts = await FillAsync(store);
        var handles = await HandlesAsync(schema);

        await EraseAsync(store, contacts, _ => true);

        Assert.All(handles, handle => Assert.Equal(KeyPages.NameOf(handles[0]), KeyPages.NameOf(handle)));
        foreach (var handle in handles)
        {
            Assert.False(await schema.HasKeyAsync(handle));
        }

        await using var again = schema.Open();
        Assert.IsType<CommitOutcome.Committed>((await again.CommitAsync(Some.First("ada")))[0]);
        Assert.False(await schema.HasKeyAsync(handles[0]));
    }

    [Fact]
    public async Task What_was_overwritten_by_one_that_ended_before_it_had_said_so_is_carried_on()
    {
        await using var schema = await Schema.CreateAsync();
        var handle = Guid.Empty;
        await using (var store = schema.Open())
        {
            var contacts = await FillAsync(store);
            handle = (await HandlesAsync(schema))[0];
            await schema.AskAsync("CREATE FUNCTION ended() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''ended''; END'; CREATE TRIGGER ended BEFORE DELETE ON doomed_key FOR EACH ROW EXECUTE FUNCTION ended()");
            await Assert.ThrowsAnyAsync<Exception>(() => EraseAsync(store, contacts, n => n == 0));
        }

        Assert.False(await schema.HasKeyAsync(handle));
        Assert.Equal(2L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));
        await schema.AskAsync("DROP TRIGGER ended ON doomed_key");
        await using var again = schema.Open();
        Assert.Equal(KeysInPage - 1, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        Assert.Equal(0L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));
        Assert.False(await schema.HasKeyAsync(handle));
    }

    /// <summary>A page that somebody was adding when the key-encryption key was renewed was left under the retired one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_renews_waits_for_pages_that_are_being_added(bool isCommitted)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
        var name = new Guid("01a2295e-8e5c-7b24-8e1d-33af52462d00");
        await using var connection = new NpgsqlConnection(schema.Server.ConnectionString);
        await connection.OpenAsync(Some.Stop);
        await using var transaction = await connection.BeginTransactionAsync(Some.Stop);
        await using var adding = new NpgsqlCommand($"INSERT INTO {schema.Name}_keys.key_page VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = await KeyPages.WrapAsync(schema.KeyDirectory, name, [.. Enumerable.Repeat((byte)7, 2048)]) } },
        };
        await adding.ExecuteNonQueryAsync(Some.Stop);

        var renewing = store.RotateKeyEncryptionKeyAsync(Some.Stop).AsTask();
        while (await schema.AskAsync($"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '{schema.Name}_keys.key_page'::regclass") is not 1L)
        {
            Assert.False(renewing.IsCompleted);
            await Task.Delay(5, Some.Stop);
        }

        await (isCommitted ? transaction.CommitAsync(Some.Stop) : transaction.RollbackAsync(Some.Stop));
        await renewing;

        Assert.Equal(isCommitted ? 1L : 0L, await schema.AskAsync($"SELECT count(*) FROM {schema.Name}_keys.key_page WHERE page = '{name}'"));
        Assert.True(!isCommitted || await schema.HasKeyAsync(name));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(schema.KeyDirectory, "key-encryption.key"), Some.Stop));
    }

    /// <summary>All contacts of one page.</summary>
    private static async Task<ConsentCommit[]> FillAsync(PostgreSqlConsentStore store)
    {
        var contacts = Enumerable.Range(0, KeysInPage).Select(n => Some.First($"contact {n}")).ToArray();
        await store.CommitAsync(contacts);
        return contacts;
    }

    private static async Task<Guid[]> HandlesAsync(Schema schema) => (Guid[])(await schema.AskAsync("SELECT array_agg(handle ORDER BY no) FROM contact"))!;

    private static Task EraseAsync(PostgreSqlConsentStore store, ConsentCommit[] contacts, Func<int, bool> isErased) => Task.Run(async () =>
    {
        for (var n = 0; n < contacts.Length; n++)
        {
            if (isErased(n))
            {
                var snapshot = contacts[n].Snapshots[0].Snapshot;
                Assert.True(await store.EraseAsync([new(snapshot.Id, snapshot.Revision.Incarnation, [new(n, n)], null)], Some.Stop));
            }
        }
    });
}
