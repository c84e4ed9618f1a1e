using Consent.Testing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Rows that the tables' owner makes or puts back by hand, beside records and log: they count as absent and are told, or nothing opens.</summary>
public sealed class WrittenByHandTests
{
    private static readonly NoteKey s_note = new("source", "shop");

    [Theory]
    [InlineData("INSERT INTO doomed_key SELECT handle, '' FROM contact")]
    [InlineData("INSERT INTO doomed_key SELECT handle, mac FROM contact")]
    public async Task A_key_that_somebody_else_dooms_stays_and_one_that_an_erasure_dooms_goes(string sql)
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            await store.CommitAsync(Some.First("ada"), Some.First("bea"));
            await schema.AskAsync(sql);
        }

        var handle = await schema.AskAsync("SELECT handle FROM contact WHERE no = 1");
        await using var again = schema.Open();
        Assert.NotNull((await again.FindAsync("bea", "1")).Recorded);
        Assert.True(again.AlteredRows > 0);
        var ada = (await again.FindAsync("ada")).Snapshot!;
        await again.EraseAsync([new(ada.Id, ada.Revision.Incarnation, [new(0, 0)], null)], Some.Stop);

        Assert.False(await schema.HasKeyAsync((Guid)handle!));
        Assert.NotNull((await again.FindAsync("bea", "1")).Recorded);
    }

    [Theory]
    [InlineData("bytes = '\\x01'")]
    [InlineData("version = 7")]
    [InlineData("gone_at = 9223372036854775807")]
    [InlineData("mac = ''")]
    public async Task A_note_that_was_written_to_counts_as_absent_and_can_be_written_anew(string set)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.WriteNoteAsync(new(s_note, [1, 2, 3]), Some.Stop);
        await schema.AskAsync($"UPDATE note SET {set}");

        Assert.Null((await store.FindNotesAsync([s_note], Some.Stop))[0]);
        Assert.Empty(await store.ScanNotesAsync("source", null, Some.Stop).ToListAsync(Some.Stop));
        Assert.True(store.AlteredRows > 0);
        Assert.True(await store.WriteNoteAsync(new(s_note, [1]), Some.Stop));
        Assert.False(await store.WriteNoteAsync(new(s_note, [1]), Some.Stop));
        Assert.Equal(1, (await store.FindNotesAsync([s_note], Some.Stop))[0]!.Version);
    }

    [Theory]
    [InlineData("INSERT INTO checkpoint VALUES (1000000, 9223372036854775807, 'a note', '')")]
    [InlineData("INSERT INTO checkpoint SELECT size + 1, made_at, note, mac FROM checkpoint")]
    public async Task A_checkpoint_that_was_written_by_hand_hides_none_and_keeps_none_from_being_kept(string sql)
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"));
        await store.Log.AddCheckpointAsync(new(1, Some.Start, "one\n"), Some.Stop);
        await schema.AskAsync(sql);
        await store.CommitAsync(Some.First("bea"));

        Assert.Equal("one\n", (await store.Log.LastCheckpointAsync(Some.Stop))!.Note);
        Assert.True(await store.Log.AddCheckpointAsync(new(2, Some.Start, "two\n"), Some.Stop));
        Assert.Equal(["one\n", "two\n"], await store.Log.ReadCheckpointsAsync(Some.Stop).Select(c => c.Note).ToListAsync(Some.Stop));
        Assert.True(store.AlteredRows > 0);
    }

    [Theory]
    [InlineData("UPDATE key_check SET value = '\\x0102'")]
    [InlineData("DELETE FROM key_check")]
    [InlineData("ALTER TABLE entry DISABLE TRIGGER ALL; INSERT INTO entry (idx, leaf) SELECT idx + 1, leaf FROM entry")]
    public async Task What_the_database_is_known_by_opens_nothing_when_it_was_changed(string sql)
    {
        await using var schema = await Schema.CreateAsync();
        await using (var store = schema.Open())
        {
            await store.CommitAsync(Some.First("ada"));
            await schema.AskAsync(sql);
        }

        await using var again = schema.Open();
        await Assert.ThrowsAnyAsync<ConsentStoreException>(() => again.FindAsync("ada"));
    }

    [Fact]
    public async Task Whoever_follows_the_writing_is_not_led_beyond_what_was_written()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(Some.First("ada"), Some.First("bea"));
        await schema.AskAsync("UPDATE contact SET changed = 1000000 WHERE no = 1; INSERT INTO gone VALUES (1000000, 7)");

        var met = await store.ReadChangesAsync(0, Some.Stop).ToListAsync(Some.Stop);

        Assert.Equal(Some.Contact("bea"), Assert.Single(met).Snapshot!.Id);
    }

    [Fact]
    public async Task All_closed_ids_are_met()
    {
        await using var schema = await Schema.CreateAsync();
        await using var store = schema.Open();
        await store.CommitAsync(new ConsentCommit { Snapshots = [new(Closings.Of(Some.Contact("ada"), Some.Start), 0)] });

        Assert.Equal([await store.DigestOfAsync(Some.Contact("ada"), Some.Stop)], await store.ScanClosedAsync(Some.Stop).ToListAsync(Some.Stop));
    }
}
