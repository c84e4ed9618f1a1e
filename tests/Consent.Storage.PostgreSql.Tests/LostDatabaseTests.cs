namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Found by an attack: a database that was lost beside its keys was taken for a new one.</summary>
public sealed class LostDatabaseTests
{
    [Fact]
    public async Task A_schema_that_is_gone_beside_its_keys_is_no_new_one()
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            await store.CommitAsync(Some.First("ada"));
        }

        await schema.AskAsync($"ALTER SCHEMA {schema.Name} RENAME TO away_{schema.Name}");
        await using (var empty = schema.Open())
        {
            var refused = await Assert.ThrowsAsync<ConsentStoreException>(async () => await empty.GetHeadAsync(Some.Stop));
            Assert.Contains("lost", refused.Message, StringComparison.Ordinal);
        }

        // Brought back, or begun anew.
        await schema.AskAsync($"DROP SCHEMA {schema.Name} CASCADE; ALTER SCHEMA away_{schema.Name} RENAME TO {schema.Name}");
        await using (var back = schema.Open())
        {
            Assert.Equal(1, (await back.GetHeadAsync(Some.Stop)).Size);
        }

        await schema.AskAsync($"DROP SCHEMA {schema.Name} CASCADE; DROP SCHEMA {schema.Name}_keys CASCADE");
        await using var anew = schema.Open();
        Assert.Equal(0, (await anew.GetHeadAsync(Some.Stop)).Size);
    }

    /// <summary>Processes that start for the first time at the same instant are no loss.</summary>
    [Fact]
    public async Task Of_many_that_begin_at_once_none_takes_the_others_keys_for_those_of_a_lost_database()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var schema = await Schema.CreateAsync();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
            {
                await using var store = schema.Open();
                await store.CommitAsync(Some.First($"contact {n}"));
            }));
        }
    }
}
