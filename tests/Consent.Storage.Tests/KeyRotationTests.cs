namespace Consent.Storage.Tests;

/// <summary>Keys are renewed beside nothing that is missing, and by two processes at once.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryKeyStore _store = new();

    private string Path => _folder.File("key-encryption.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_renewed_or_made_anew_where_the_databases_key_is_missing()
    {
        var handle = await FilledAsync();
        _store.Pages.Remove(Guid.Empty);
        var before = await File.ReadAllTextAsync(Path, Some.Stop);

        await using var ring = Open();
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(async () => await ring.RotateAsync(Some.Stop));

        Assert.Contains("not in its key store", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path, Some.Stop));
        Assert.False(_store.Pages.ContainsKey(Guid.Empty));
        Assert.Single(await ring.FindAsync([handle], Some.Stop));
    }

    [Fact]
    public async Task Two_that_renew_at_once_lose_no_key()
    {
        var handle = await FilledAsync();
        await using var one = Open();
        await using var two = Open();
        _store.BeforeReplacing = async () => await two.RotateAsync(Some.Stop);

        await one.RotateAsync(Some.Stop);

        await using var after = Open();
        Assert.Equal(2, (await after.FindAsync([Guid.Empty, handle], Some.Stop)).Count);
        Assert.NotEqual("file key 1", (await after.RotateAsync(Some.Stop)).Before);
        Assert.Single(await File.ReadAllLinesAsync(Path, Some.Stop));
    }

    [Fact]
    public async Task Keys_that_are_made_while_another_renews_and_retires_are_under_the_new_one()
    {
        await FilledAsync();
        await using var one = Open();
        await using var two = Open();
        _store.BeforeAdding = async () => await two.RotateAsync(Some.Stop);

        await one.ReserveAsync(1, Some.Stop);

        await using var after = Open();
        Assert.Single(await after.FindAsync([one.Take()!.Handle], Some.Stop));
        Assert.Equal("file key 2", (await after.RotateAsync(Some.Stop)).Before);
    }

    [Fact]
    public async Task A_page_that_another_renewed_and_retired_since_it_was_read_is_read_again()
    {
        var handle = await FilledAsync();
        await using var reader = new ContactKeyRing(_store, new Forgetful(FileKeyEncryptionKey.Open(Path)));
        await using var other = Open();
        _store.AfterFinding = async () => await other.RotateAsync(Some.Stop);

        Assert.Single(await reader.FindAsync([handle], Some.Stop));
    }

    [Fact]
    public async Task One_who_was_stopped_retires_nothing_that_another_has_renewed_since()
    {
        var handle = await FilledAsync();
        var (slow, quick) = (FileKeyEncryptionKey.Open(Path), FileKeyEncryptionKey.Open(Path));
        await slow.RenewAsync(Some.Stop);
        await quick.RenewAsync(Some.Stop);

        await slow.RetireAsync("file key 2", Some.Stop);

        await using var after = Open();
        Assert.Single(await after.FindAsync([handle], Some.Stop));
    }

    private async Task<Guid> FilledAsync()
    {
        await using var ring = Open();
        await ring.OpenStoreKeyAsync(_ => new((Sha256Digest?)null), isEmpty: true, (value, _) => new(value), Some.Stop);
        await ring.ReserveAsync(1, Some.Stop);
        return ring.Take()!.Handle;
    }

    private ContactKeyRing Open() => new(_store, FileKeyEncryptionKey.Open(Path));

    /// <summary>Asks for the keys each time, as a key service does.</summary>
    private sealed class Forgetful(FileKeyEncryptionKey inner) : IKeyEncryptionKey
    {
        public string Name => inner.Name;

        public ValueTask<IReadOnlyList<byte[]>> WrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken) => inner.WrapAsync(pages, cancellationToken);

        public ValueTask<IReadOnlyList<byte[]>> UnwrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> wrapped, CancellationToken cancellationToken)
        {
            _ = Name;
            return inner.UnwrapAsync(wrapped, cancellationToken);
        }

        public ValueTask RenewAsync(CancellationToken cancellationToken) => inner.RenewAsync(cancellationToken);

        public ValueTask RetireAsync(string current, CancellationToken cancellationToken) => inner.RetireAsync(current, cancellationToken);
    }
}
