namespace Consent.Storage.Tests;

/// <summary>What fuzzing the rows found: bytes that are nobody's id, in a row that somebody else wrote, were said to be the caller's mistake.</summary>
public sealed class KeptRowTests
{
    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("20")]
    [InlineData("61EDA080")]
    [InlineData("C0")]
    public async Task An_id_that_is_nobodys_is_damage_of_the_store(string id)
    {
        using var folder = new TemporaryFolder();
        await using var ring = new ContactKeyRing(new MemoryKeyStore(), FileKeyEncryptionKey.Open(folder.File("key")));
        var context = new StoreContext(ring, new(new byte[32]), encrypts: true);
        var row = new KeptRow(Convert.FromHexString(id), 1, Guid.Empty, 1, 0, new byte[9], new byte[RecordKey.MacLength]);

        Assert.False(Assert.Throws<ConsentStoreException>(() => row.Read(context)).IsTransient);
        Assert.False(Assert.Throws<ConsentStoreException>(() => KeptRow.Changes(context, [(1, 1, row)])).IsTransient);
    }
}
