namespace Consent.Storage.Tests;

public class NoteTests
{
    private static readonly NoteKey s_key = new("source", "crm");

    [Theory]
    [InlineData("", "crm")]
    [InlineData(" ", "crm")]
    [InlineData("source", "")]
    [InlineData("source", "a\0b")]
    public void A_name_is_such_as_all_databases_take_alike(string kind, string key) => Assert.Throws<ArgumentException>(() => new NoteKey(kind, key));

    /// <summary>Not as attributes: those are kept as UTF-8, which has no lone surrogates.</summary>
    [Fact]
    public void A_name_has_no_half_of_a_character()
    {
        Assert.Throws<ArgumentException>(() => new NoteKey("source", "\uD800"));
        Assert.Throws<ArgumentException>(() => new NoteKey("source", "\uDC00a"));
        Assert.Throws<ArgumentException>(() => new NoteKey("a\uD800b", "crm"));
        Assert.Equal("😀", new NoteKey("source", "😀").Key);
    }

    [Fact]
    public void A_name_has_a_length()
    {
        Assert.Throws<ArgumentException>(() => new NoteKey(new('k', NoteKey.MaxKindLength + 1), "a"));
        Assert.Throws<ArgumentException>(() => new NoteKey("k", new('a', NoteKey.MaxKeyLength + 1)));
        Assert.Equal(NoteKey.MaxKeyLength, new NoteKey(new('k', NoteKey.MaxKindLength), new('a', NoteKey.MaxKeyLength)).Key.Length);
    }

    [Fact]
    public void A_note_is_named_not_too_long_and_written_at_least_once()
    {
        Assert.Throws<ArgumentException>(() => new StoreNote(default, []));
        Assert.Throws<ArgumentException>(() => new StoreNote(s_key, new byte[StoreNote.MaxLength + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StoreNote(s_key, [], 0));
    }

    [Fact]
    public void A_note_cannot_be_changed_from_outside()
    {
        byte[] content = [1];
        var note = new StoreNote(s_key, content);
        content[0] = 2;

        Assert.Equal([1], note.Content.ToArray());
    }

    [Fact]
    public void A_note_is_gone_from_its_instant_on()
    {
        var at = Timestamp.Parse("2026-03-01T00:00:00.000000Z");

        Assert.False(new StoreNote(s_key, []).IsGone(Timestamp.MaxValue));
        Assert.False(new StoreNote(s_key, [], 1, at).IsGone(at.Plus(TimeSpan.FromMicroseconds(-1))));
        Assert.True(new StoreNote(s_key, [], 1, at).IsGone(at));
    }

    [Fact]
    public void Nothing_of_a_key_is_shown() => Assert.Equal("a note of the kind source at version 1", new StoreNote(s_key, [1, 2]).ToString());

    /// <summary>Kept digests cannot be made again once the ids are gone, so the form never changes: HMAC-SHA-256(key, 0x00 ‖ id).</summary>
    [Fact]
    public void The_keyed_digest_of_an_id_is_made_in_one_way_for_ever()
    {
        var key = new SuppressionKey([.. Enumerable.Range(0, 32).Select(n => (byte)n)]);

        Assert.Equal("fefb9e050f90d23ead431286c8cd72f32e104cc9787273dfdfbed030172ab7f1", key.Of(ContactId.From("ada")).ToString());
        Assert.Equal("c03f5d925cf21665625f0e7704c15fdc5a4b4cb1e59472648eb378f947bd0053", key.Of(ContactId.From("ü😀")).ToString());
    }
}
