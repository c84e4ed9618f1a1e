namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Found by an attack: a contact's key that is gone.</summary>
public sealed class LostKeyTests
{
    [Fact]
    public async Task A_key_that_is_gone_is_found_by_whoever_still_has_it_in_memory()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"));
        Assert.True((await store.VerifyAsync()).IsSound);

        await LoseFirstKeyAsync(schema);

        var verdict = await store.VerifyAsync();
        Assert.Equal((Auditing.LogFlaw.SlotAltered, 0), (verdict.Flaw, verdict.Index));
    }

    [Fact]
    public async Task It_fails_its_contact_and_nobody_else()
    {
        await using var schema = await Schema.CreateAsync();
        var first = Enumerable.Range(0, 32).Select(n => Some.First($"contact {n}")).ToArray();
        foreach (var some in new[] { first[..1], first[1..] })
        {
            // Each process makes pages of its own.
            await using var store = schema.Open();
            await store.CommitAsync(some);
        }

        await LoseFirstKeyAsync(schema);
        await using var again = schema.Open();
        await again.GetHeadAsync(Some.Stop);
        var troubles = await Task.WhenAll(first.Select(f => Task.Run(async () => await Record.ExceptionAsync(() => again.CommitAsync(f.Then("2", 5))))));

        Assert.IsAssignableFrom<ConsentStoreException>(troubles[0]);
        Assert.All(troubles[1..], trouble => Assert.Null(trouble));
        Assert.Equal(63, (await again.GetHeadAsync(Some.Stop)).Size);
    }

    private static Task<object?> LoseFirstKeyAsync(Schema schema) =>
        schema.AskAsync($"DELETE FROM {schema.Name}_keys.key_page WHERE page = (SELECT left(handle::text, 34) || '00' FROM contact WHERE no = 1)::uuid");
}
