using System.Globalization;
using Consent.Testing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Triggers and rules of somebody else's that swallow rows, which PostgreSQL calls done: nothing is answered as done that is not.</summary>
public sealed class SwallowedRowTests
{
    private const string Nothing = "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; ";

    [Theory]
    [InlineData("BEFORE UPDATE ON contact")]
    [InlineData("BEFORE INSERT ON entry")]
    [InlineData("BEFORE UPDATE ON head")]
    [InlineData("RULE ON INSERT TO entry")]
    [InlineData("RULE ON UPDATE TO head")]
    public async Task A_change_whose_row_is_swallowed_is_not_recorded(string what)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        var (ada, many) = (Some.First("ada"), Enumerable.Range(0, 200).Select(n => Some.First(n.ToString(CultureInfo.InvariantCulture))).ToArray());
        await store.CommitAsync(ada);
        await SwallowAsync(schema, what);
        var next = ada.Then("2", 5);

        // In one journey, in two, and many.
        foreach (var batch in new ConsentCommit[][] { [next], [next, Some.First("bea")], [next, .. many] })
        {
            var refused = await Assert.ThrowsAnyAsync<ConsentStoreException>(() => store.CommitAsync(batch));
            Assert.Contains("did not take", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await store.GetHeadAsync(Some.Stop)).Size);
        await EndAsync(schema, what);
        Assert.All(await store.CommitAsync([next, .. many]), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        Assert.True((await store.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(200)]
    public async Task A_new_contact_that_is_swallowed_is_not_recorded(int count)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
        await SwallowAsync(schema, "BEFORE INSERT ON contact");

        await Assert.ThrowsAnyAsync<ConsentStoreException>(() => store.CommitAsync([.. Enumerable.Range(0, count).Select(n => Some.First(n.ToString(CultureInfo.InvariantCulture)))]));

        Assert.Equal(1, (await store.GetHeadAsync(Some.Stop)).Size);
    }

    [Theory]
    [InlineData("BEFORE UPDATE ON entry")]
    [InlineData("BEFORE UPDATE ON contact")]
    [InlineData("BEFORE DELETE ON contact")]
    [InlineData("BEFORE INSERT ON gone")]
    [InlineData("BEFORE INSERT ON closed")]
    [InlineData("BEFORE INSERT ON doomed_key")]
    [InlineData("BEFORE DELETE ON erasing")]
    [InlineData("RULE ON DELETE TO contact")]
    public async Task An_erasure_of_which_a_row_is_swallowed_is_not_done(string what)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
        ContactErasure erasure = new(
            Some.Contact("ada"), (await store.FindAsync("ada")).Snapshot!.Revision.Incarnation, [new(0, 0)], Closings.Kept(Some.Contact("ada"), Some.Start));
        await SwallowAsync(schema, what);

        var refused = await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await store.EraseAsync([erasure], Some.Stop));

        Assert.Contains("did not take", refused.Message, StringComparison.Ordinal);
        Assert.NotNull((await store.FindAsync("ada")).Recorded);
        await EndAsync(schema, what);
        Assert.True(await store.EraseAsync([erasure], Some.Stop));
        Assert.Equal(ContactState.Closed, (await store.FindAsync("ada")).Snapshot!.State);
    }

    [Theory]
    [InlineData("INSERT", false)]
    [InlineData("UPDATE", true)]
    [InlineData("UPDATE", false)]
    public async Task A_key_that_is_swallowed_or_stays_is_told(string verb, bool renews)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
        var incarnation = (await store.FindAsync("ada")).Snapshot!.Revision.Incarnation;
        await SwallowAsync(schema, $"BEFORE {verb} ON {schema.Name}_keys.key_page");

        var refused = await Assert.ThrowsAnyAsync<ConsentStoreException>(async () =>
        {
            for (var n = 0; verb == "INSERT" && n < 1000; n++)
            {
                await store.CommitAsync(Some.First(n.ToString(CultureInfo.InvariantCulture)));
            }

            await (renews ? (Task)store.RotateKeyEncryptionKeyAsync(Some.Stop).AsTask() : store.EraseAsync([new(Some.Contact("ada"), incarnation, [new(0, 0)], null)], Some.Stop).AsTask());
        });

        Assert.Contains("did not take", refused.Message, StringComparison.Ordinal);
    }

    private static Task<object?> SwallowAsync(Schema schema, string what) => schema.AskAsync(what.StartsWith("RULE", StringComparison.Ordinal)
        ? $"CREATE RULE swallow AS {what[5..]} DO INSTEAD NOTHING"
        : Nothing + $"CREATE TRIGGER swallow {what} FOR EACH ROW EXECUTE FUNCTION nothing()");

    private static Task<object?> EndAsync(Schema schema, string what) => schema.AskAsync($"DROP {(what.StartsWith("RULE", StringComparison.Ordinal) ? "RULE" : "TRIGGER")} swallow ON {what.Split(' ')[^1]}");
}
