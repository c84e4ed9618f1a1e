namespace Consent.Storage.Tests;

public sealed class FileKeyEncryptionKeyTests : IDisposable
{
    private static readonly ReadOnlyMemory<byte>[] s_keys = [.. Enumerable.Range(0, 5).Select(n => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)n, 32).ToArray())];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("key-encryption.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_come_back_in_order_whichever_key_wrapped_them()
    {
        var wrapping = FileKeyEncryptionKey.Open(Path);
        var before = await wrapping.WrapAsync(s_keys, Some.Stop);
        await wrapping.RenewAsync(Some.Stop);
        var after = await wrapping.WrapAsync(s_keys, Some.Stop);
        var mixed = before.Zip(after, (old, young) => new[] { (ReadOnlyMemory<byte>)old, young }).SelectMany(both => both).ToList();

        // Another process reads the file anew.
        var open = await FileKeyEncryptionKey.Open(Path).UnwrapAsync(mixed, Some.Stop);

        Assert.Equal(s_keys.SelectMany(k => new[] { k.ToArray(), k.ToArray() }), open);
    }

    [Fact]
    public async Task A_key_under_one_that_is_retired_is_foreign()
    {
        var wrapping = FileKeyEncryptionKey.Open(Path);
        var before = await wrapping.WrapAsync(s_keys, Some.Stop);
        await wrapping.RenewAsync(Some.Stop);
        var after = await wrapping.WrapAsync(s_keys, Some.Stop);
        await wrapping.RetireAsync(wrapping.Name, Some.Stop);

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await wrapping.UnwrapAsync([after[0], before[1]], Some.Stop));
        Assert.Single(await wrapping.UnwrapAsync([after[0]], Some.Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(63)]
    public async Task An_altered_or_cut_key_is_foreign(int place)
    {
        var wrapping = FileKeyEncryptionKey.Open(Path);
        var wrapped = (await wrapping.WrapAsync([s_keys[3]], Some.Stop))[0];
        Assert.Equal(64, wrapped.Length);
        ReadOnlyMemory<byte> cut = wrapped.AsMemory(0, place).ToArray();
        wrapped[place] ^= 1;

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await wrapping.UnwrapAsync([wrapped], Some.Stop));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await wrapping.UnwrapAsync([cut], Some.Stop));
    }

    [Fact]
    public async Task The_same_key_is_never_wrapped_to_the_same_bytes()
    {
        var wrapping = FileKeyEncryptionKey.Open(Path);

        var wrapped = await wrapping.WrapAsync([s_keys[0], s_keys[0], s_keys[0]], Some.Stop);

        Assert.Equal(3, wrapped.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_file_that_is_no_key_and_one_that_cannot_be_made_are_told_with_their_place()
    {
        File.WriteAllText(Path, "no key");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Contains($"Line 1 of the file {Path}", Assert.Throws<ConsentStoreException>(() => FileKeyEncryptionKey.Open(Path)).Message, StringComparison.Ordinal);

        var beneathAFile = System.IO.Path.Combine(Path, "other.key");
        var trouble = Assert.Throws<ConsentStoreException>(() => FileKeyEncryptionKey.Open(beneathAFile));
        Assert.Contains(beneathAFile, trouble.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(trouble.InnerException);
    }
}
