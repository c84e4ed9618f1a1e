using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Pages of keys in a schema: what was not finished is carried on, and who renews waits for who adds.</summary>
public sealed class KeyPageTests : KeyPageSuite
{
    [Fact]
    public async Task What_was_overwritten_by_one_that_ended_before_it_had_said_so_is_carried_on()
    {
        await using var schema = await Schema.CreateAsync();
        var handle = Guid.Empty;
        await using (var store = schema.Open())
        {
            var contacts = await FillAsync(store);
            handle = (await new Place(schema).HandlesAsync())[0];
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

    protected override async Task<IKeyPagePlace> MakeAsync() => new Place(await Schema.CreateAsync());

    private sealed class Place(Schema schema) : IKeyPagePlace
    {
        public string KeyDirectory => schema.KeyDirectory;

        public IConsentStore Open() => schema.Open();

        public async Task<Guid[]> HandlesAsync() => (Guid[])(await schema.AskAsync("SELECT array_agg(handle ORDER BY no) FROM contact"))!;

        public Task<byte[]> PageAsync(Guid handle) => schema.PageAsync(handle);

        public async Task AssertWipedAsync(IReadOnlyList<byte[]> overwritten) => Assert.Equal(0L, await schema.AskAsync("SELECT count(*) FROM doomed_key"));

        public ValueTask DisposeAsync() => schema.DisposeAsync();
    }
}
