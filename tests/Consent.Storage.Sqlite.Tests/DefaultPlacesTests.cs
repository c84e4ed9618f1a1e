using Consent.Auditing;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>A host that says nothing of keys and places: they are in the store's keys folder, made once, and missed where they are missing.</summary>
public sealed class DefaultPlacesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-defaults-").FullName;
    private readonly Told _told = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Keys => Path.Combine(_folder, "consents.db.keys");

    private string Key => Path.Combine(Keys, "checkpoints.key");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_key_and_a_place_are_in_the_keys_folder_stay_the_same_and_are_told()
    {
        var first = await RecordAsync("ada");
        var second = await RecordAsync("bea");

        Assert.Equal(first.ToString(), second.ToString());
        Assert.StartsWith("consent.invalid/", first.Name, StringComparison.Ordinal);
        var last = await new DirectoryCheckpointSink(Path.Combine(Keys, "checkpoints")).LastAsync(first.Name, Stop);
        Assert.True(last!.Verify(first).IsVerified);
        Assert.Equal(2, last.Checkpoint.Size);
        Assert.Equal(2, _told.Messages.Count(m => m.Contains("operator's own hands", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("checkpoints.key")]
    [InlineData("checkpoints.key.origin")]
    [InlineData("key-encryption.key")]
    [InlineData("contacts.keys")]
    public async Task A_file_of_the_keys_folder_that_is_missing_is_an_error_and_none_is_made(string name)
    {
        await RecordAsync("ada");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Move(Path.Combine(Keys, name), Path.Combine(_folder, name));

        await Assert.ThrowsAsync<ConsentStoreException>(() => RecordAsync("bea"));

        Assert.False(File.Exists(Path.Combine(Keys, name)));
        File.Move(Path.Combine(_folder, name), Path.Combine(Keys, name));
        await RecordAsync("bea");
    }

    [Fact]
    public async Task A_log_cut_off_is_seen_by_what_lies_in_the_keys_folder()
    {
        await RecordAsync("ada");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var backup = Directory.GetFiles(_folder, "consents.db*").ToDictionary(file => file, File.ReadAllBytes);
        await RecordAsync("bea");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_folder, "consents.db*"))
        {
            File.Delete(file);
        }

        foreach (var (file, bytes) in backup)
        {
            await File.WriteAllBytesAsync(file, bytes, Stop);
        }

        Assert.Equal(LogFlaw.CutOff, (await Assert.ThrowsAsync<AuditLogAlteredException>(() => RecordAsync("carl"))).Flaw);
    }

    [Fact]
    public async Task Four_first_starts_at_once_make_one_key_of_each_kind()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => RecordAsync($"contact-{n}"), Stop)));

        Assert.Single(keys.Select(k => k.ToString()).Distinct());
        Assert.Empty(Directory.GetFiles(Keys, "*.part"));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Keys, "key-encryption.key"), Stop));
        Assert.Equal(keys[0].ToString(), (await RecordAsync("last")).ToString());
    }

    private async Task<NoteVerifierKey> RecordAsync(string contact)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILogger<ConsentTracker>>(_told);
        services.AddConsentTracking().UseSqliteStore($"Data Source={Path.Combine(_folder, "consents.db")}", options => options.WaitForDisk = false);
        await using var host = services.BuildServiceProvider();
        var change = ConsentChange.For(ContactId.From(contact)).From(ChangeSource.SelfService).Object(PurposePath.All);
        Assert.Equal(ChangeOutcome.Recorded, (await host.GetRequiredService<ConsentTracker>().As(Actor.ApiClient("crm")).ApplyAsync(change, Stop)).Outcome);
        return host.GetRequiredService<ConsentAudit>().VerifierKey;
    }

    private sealed class Told : ILogger<ConsentTracker>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _messages = new();

        public IReadOnlyCollection<string> Messages => _messages;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _messages.Enqueue(formatter(state, exception));
    }
}
