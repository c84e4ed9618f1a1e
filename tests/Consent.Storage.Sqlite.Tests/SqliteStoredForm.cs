using Consent.Tracking.Tests.StoredForm;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Files that earlier versions wrote.</summary>
public sealed class SqliteStoredForm : StoredFormLaws
{
    private const string Tables = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";

    /// <summary>A change of the schema is a new version: a script, and a folder beside the one before.</summary>
    [Fact]
    public async Task The_schema_is_that_of_the_newest_version()
    {
        using var folder = new TemporaryFolder();
        await using (var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={folder.File("new")}" }))
        {
            await store.GetHeadAsync(Some.Stop);
        }

        var newest = Path.Combine(AppContext.BaseDirectory, Versions.Select(v => v.Data).OrderBy(v => v.Length).ThenBy(v => v, StringComparer.Ordinal).Last());
        using var copy = new TemporaryFolder();
        Place.Copy(newest, copy.Path);
        Assert.Equal(Ask(copy.File(Place.Database), Tables), Ask(folder.File("new"), Tables));
        Assert.Equal(Ask(copy.File("keys/contacts.keys"), Tables), Ask(folder.File("new.keys/contacts.keys"), Tables));
    }

    protected override Task<StoredFormPlace> EmptyAsync() => Task.FromResult<StoredFormPlace>(new Place());

    protected override Task<StoredFormPlace> OfAsync(string folder)
    {
        var place = new Place();
        Place.Copy(folder, place.Folder);
        return Task.FromResult<StoredFormPlace>(place);
    }

    private static List<string> Ask(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read())
        {
            read.Add(rows.GetString(0).ReplaceLineEndings("\n"));
        }

        return read;
    }

    private sealed class Place : StoredFormPlace
    {
        public const string Database = "consents.sqlite";
        private const string Keys = "keys";

        private readonly TemporaryFolder _folder = new();

        public string Folder => _folder.Path;

        private SqliteStoreOptions Options => new() { ConnectionString = $"Data Source={_folder.File(Database)}", KeyDirectory = _folder.File(Keys), WaitForDisk = false };

        public static void Copy(string from, string to)
        {
            File.WriteAllBytes(Path.Combine(to, Database), File.ReadAllBytes(Path.Combine(from, Database)));
            CopyKeys(Path.Combine(from, Keys), Path.Combine(to, Keys));
        }

        public override ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        internal override void Use(ConsentBuilder builder) => builder.UseSqliteStore(Options.ConnectionString, options => (options.KeyDirectory, options.WaitForDisk) = (Options.KeyDirectory, false));

        internal override IConsentStore Open() => new SqliteConsentStore(Options);

        internal override Task KeepAsync(string folder)
        {
            Ask(_folder.File(Database), "VACUUM");
            Ask(Path.Combine(_folder.File(Keys), "contacts.keys"), "VACUUM");
            Assert.Empty(Directory.GetFiles(_folder.Path, "*-wal", SearchOption.AllDirectories));
            Copy(_folder.Path, folder);
            return Task.CompletedTask;
        }
    }
}
