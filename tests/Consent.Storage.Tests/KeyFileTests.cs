namespace Consent.Storage.Tests;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-keyfile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Of_many_who_make_a_file_at_once_one_did_and_all_read_what_it_made()
    {
        for (var round = 0; round < 100; round++)
        {
            var path = Path.Combine(_folder, $"key-{round}");
            using var start = new Barrier(8);
            var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return (IsMade: KeyFile.TryMake(path, [(byte)n]), Read: KeyFile.Read(path)[0], N: (byte)n);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            var maker = Assert.Single(made, m => m.IsMade);
            Assert.All(made, m => Assert.Equal(maker.N, m.Read));
            Assert.Equal([path], Directory.GetFiles(_folder, $"key-{round}*"));
        }
    }
}
