namespace Consent.Auditing.Tests;

public class CheckpointTests
{
    private const string Root8 = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";

    [Fact]
    public void A_checkpoint_is_three_lines()
    {
        var head = new TreeHead(8, Sha256Digest.Parse("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"));
        var checkpoint = new Checkpoint("log.example/consents", head);
        Assert.Equal($"log.example/consents\n8\n{Root8}\n", checkpoint.ToString());
        Assert.Equal(checkpoint, Checkpoint.Parse(checkpoint.ToString()));
        Assert.Equal(head, Checkpoint.Parse(checkpoint.ToString()).Head);
    }

    [Fact]
    public void An_empty_log_has_a_checkpoint() =>
        Assert.Equal("o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", new Checkpoint("o", TreeHead.Empty).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("o")]
    [InlineData("o\n8\n" + Root8)]
    [InlineData("\n8\n" + Root8 + "\n")]
    [InlineData("o\n08\n" + Root8 + "\n")]
    [InlineData("o\n+8\n" + Root8 + "\n")]
    [InlineData("o\n-8\n" + Root8 + "\n")]
    [InlineData("o\n8 \n" + Root8 + "\n")]
    [InlineData("o\n\u0668\n" + Root8 + "\n")]
    [InlineData("o\n\n" + Root8 + "\n")]
    [InlineData("o\n9223372036854775808\n" + Root8 + "\n")]
    [InlineData("o\n0\n" + Root8 + "\n")]
    [InlineData("o\n8\r\n" + Root8 + "\n")]
    [InlineData("o\n8\n" + Root8 + " \n")]
    [InlineData("o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n")]
    [InlineData("o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n")]
    [InlineData("o\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=\n")]
    [InlineData("o\n8\nXcna\n")]
    [InlineData("o\n8\n" + Root8 + "\n\n")]
    [InlineData("o\n8\n" + Root8 + "\nextension\n")]
    [InlineData("an origin\n8\n" + Root8 + "\n")]
    [InlineData("an\u00a0origin\n8\n" + Root8 + "\n")]
    [InlineData("o+p\n8\n" + Root8 + "\n")]
    [InlineData("o\u0001\n8\n" + Root8 + "\n")]
    public void Anything_else_is_no_checkpoint(string text)
    {
        Assert.False(Checkpoint.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Checkpoint.Parse(text));
    }

    [Fact]
    public void The_greatest_size_can_be_written()
    {
        var text = $"o\n9223372036854775807\n{Root8}\n";
        Assert.Equal(text, Checkpoint.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("two\nlines")]
    [InlineData("plus+sign")]
    [InlineData("\u2003")]
    public void A_log_has_a_name_that_its_key_can_have(string origin)
    {
        Assert.Throws<ArgumentException>(() => new Checkpoint(origin, TreeHead.Empty));
        Assert.Throws<ArgumentException>(() => new NoteSignature(origin, 1, [1]));
        Assert.Throws<ArgumentException>(() => SigningLog.NewSigner(origin));
    }

    [Fact]
    public void A_name_has_no_half_characters()
    {
        // Not as theories: an attribute cannot hold a lone surrogate.
        Assert.Throws<ArgumentException>(() => new Checkpoint("log\ud800", TreeHead.Empty));
        Assert.False(Checkpoint.TryParse($"o\ud800\n8\n{Root8}\n", null, out _));
        Assert.False(Checkpoint.TryParse($"\udc00o\n8\n{Root8}\n", null, out _));
    }

    [Fact]
    public void No_checkpoint_speaks_of_an_impossible_tree()
    {
        Assert.Throws<ArgumentException>(() => new Checkpoint("o", default));
        Assert.Throws<ArgumentException>(() => new Checkpoint("o", new(-1, MerkleHash.EmptyRoot)));
    }
}
