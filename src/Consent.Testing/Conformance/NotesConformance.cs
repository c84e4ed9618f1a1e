using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A note is what was last written and swapped, whoever writes at the same time, and is met in the order of its key. For stores that are an <see cref="IConsentNotes"/>; others skip.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class NotesConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly string[] s_keys = ["a", "A", "ä", "\u2028b", "\uFFFD", "😀", "zz", " a", "a b", new('k', NoteKey.MaxKeyLength)];

    private static NoteKey Key => new("tests", "one");

    [Fact]
    public async Task Nothing_is_there_at_first()
    {
        var notes = await CreateNotesAsync();

        Assert.Equal([null, null], await notes.FindNotesAsync([Key, new("tests", "another")], Cancellation));
        Assert.Empty(await notes.FindNotesAsync([], Cancellation));
        Assert.Empty(await ScanAsync(notes, "tests"));
        Assert.Equal(0, await notes.PurgeNotesAsync(Timestamp.MaxValue, Cancellation));
    }

    [Fact]
    public async Task What_was_written_is_found_again_to_the_byte_and_the_microsecond()
    {
        var notes = await CreateNotesAsync();
        byte[] all = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];
        StoreNote[] written = [new(Key, all, 1, Given.At(3).Plus(TimeSpan.FromMicroseconds(1))), new(new("tests", "two"), []), new(new("others", "one"), new byte[70_000])];
        foreach (var note in written)
        {
            Assert.True(await notes.WriteNoteAsync(note, Cancellation));
        }

        var found = await notes.FindNotesAsync([.. written.Select(n => n.Key), Key], Cancellation);

        Assert.Equal([.. written, written[0]], found);
    }

    [Fact]
    public async Task A_note_is_swapped_only_by_who_read_the_one_that_is_there()
    {
        var notes = await CreateNotesAsync();
        var first = new StoreNote(Key, [1]);

        Assert.False(await notes.WriteNoteAsync(first.Next([2]), Cancellation));
        Assert.True(await notes.WriteNoteAsync(first, Cancellation));
        Assert.False(await notes.WriteNoteAsync(first, Cancellation));
        Assert.False(await notes.WriteNoteAsync(first.Next([2]).Next([3]), Cancellation));
        Assert.True(await notes.WriteNoteAsync(first.Next([2], Given.At(9)), Cancellation));
        Assert.False(await notes.WriteNoteAsync(first.Next([4]), Cancellation));
        Assert.Equal(new StoreNote(Key, [2], 2, Given.At(9)), await FindAsync(notes, Key));
    }

    [Fact]
    public async Task Of_many_who_count_at_once_each_counts()
    {
        var notes = await CreateNotesAsync();
        var counters = Enumerable.Range(0, 8).Select(_ => Task.Run(CountAsync, Cancellation));

        await Task.WhenAll(counters);

        Assert.Equal([80], (await FindAsync(notes, Key))!.Content.ToArray());

        async Task CountAsync()
        {
            for (var counted = 0; counted < 10;)
            {
                var before = await FindAsync(notes, Key);
                byte[] content = [(byte)((before?.Content[0] ?? 0) + 1)];
                counted += await notes.WriteNoteAsync(before?.Next(content) ?? new(Key, content), Cancellation) ? 1 : 0;
            }
        }
    }

    [Fact]
    public async Task A_scan_meets_the_notes_of_its_kind_in_ordinal_order()
    {
        var notes = await CreateNotesAsync();
        foreach (var key in s_keys)
        {
            await notes.WriteNoteAsync(new(new("tests", key), [1]), Cancellation);
        }

        await notes.WriteNoteAsync(new(new("Tests", "a"), [2]), Cancellation);
        await notes.WriteNoteAsync(new(new("tests2", "a"), [3]), Cancellation);
        string[] inOrder = [.. s_keys.Order(StringComparer.Ordinal)];

        Assert.Equal(inOrder, (await ScanAsync(notes, "tests")).Select(n => n.Key.Key), StringComparer.Ordinal);
        for (var i = 0; i < inOrder.Length; i++)
        {
            Assert.Equal(inOrder[(i + 1)..], (await ScanAsync(notes, "tests", inOrder[i])).Select(n => n.Key.Key), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_scan_of_many_misses_none()
    {
        var notes = await CreateNotesAsync();
        for (var n = 0; n < 600; n++)
        {
            await notes.WriteNoteAsync(new(new("tests", $"{n:D4}"), [1]), Cancellation);
        }

        Assert.Equal(Enumerable.Range(0, 600).Select(n => $"{n:D4}"), (await ScanAsync(notes, "tests")).Select(n => n.Key.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_is_gone_is_removed_and_no_other()
    {
        var notes = await CreateNotesAsync();
        StoreNote Named(string key, Timestamp? goneAt) => new(new("tests", key), [1], 1, goneAt);
        foreach (var note in new[] { Named("before", Given.At(4)), Named("then", Given.At(5)), Named("after", Given.At(5).Plus(TimeSpan.FromMicroseconds(1))), Named("never", null) })
        {
            await notes.WriteNoteAsync(note, Cancellation);
        }

        Assert.Equal(2, await notes.PurgeNotesAsync(Given.At(5), Cancellation));

        Assert.Equal(["after", "never"], (await ScanAsync(notes, "tests")).Select(n => n.Key.Key), StringComparer.Ordinal);
        Assert.True(await notes.WriteNoteAsync(Named("then", null), Cancellation));
    }

    [Fact]
    public async Task Notes_outlive_a_restart()
    {
        var store = await CreateAsync();
        await NotesOf(store).WriteNoteAsync(new(Key, [7], 1, Given.At(1)), Cancellation);

        var notes = NotesOf(await ReopenAsync(store));

        Assert.Equal(new StoreNote(Key, [7], 1, Given.At(1)), await FindAsync(notes, Key));
        Assert.True(await notes.WriteNoteAsync(new(Key, [8], 2), Cancellation));
    }

    [Fact]
    public async Task Notes_are_no_part_of_the_log()
    {
        var store = await CreateAsync();
        await NotesOf(store).WriteNoteAsync(new(Key, [7]), Cancellation);

        Assert.Equal(0, (await store.HeadAsync()).Size);
        Assert.Empty(await store.ScanAsync());
    }

    [Fact]
    public async Task A_call_heeds_a_token_that_is_cancelled_already()
    {
        var notes = await CreateNotesAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await notes.FindNotesAsync([Key], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await notes.WriteNoteAsync(new(Key, [1]), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await notes.PurgeNotesAsync(Given.At(1), cancelled));
        Assert.Null(await FindAsync(notes, Key));
    }

    private static async Task<StoreNote?> FindAsync(IConsentNotes notes, NoteKey key) => Assert.Single(await notes.FindNotesAsync([key], Cancellation));

    private static async Task<List<StoreNote>> ScanAsync(IConsentNotes notes, string kind, string? after = null) => await notes.ScanNotesAsync(kind, after, Cancellation).ToListAsync(Cancellation);

    private static IConsentNotes NotesOf(IConsentStore store)
    {
        if (store is not IConsentNotes notes)
        {
            Assert.Skip("This store keeps no notes: documents are refused with it.");
            throw new InvalidOperationException("A skipped test goes no further.");
        }

        return notes;
    }

    private async ValueTask<IConsentNotes> CreateNotesAsync() => NotesOf(await CreateAsync());
}
