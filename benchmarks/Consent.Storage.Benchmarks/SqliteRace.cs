using System.Globalization;
using Consent.Storage.Sqlite;
using Consent.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.Benchmarks;

/// <summary>SQLite: ours, by hand, EF Core.</summary>
internal static class SqliteRace
{
    /// <summary>Asks what a commit of a connection waits for.</summary>
    public const string Durability = "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ', synchronous ' || (SELECT synchronous FROM pragma_synchronous) AS Value";

    public static async Task RunAsync(Sizes sizes)
    {
        var folder = Directory.CreateTempSubdirectory("consent-benchmark-");
        try
        {
            string File(string name) => Path.Combine(folder.FullName, name);
            await using var byHand = new RawSqlite(File("raw.db"));
            await using var ours = Ours(new() { ConnectionString = $"Data Source={File("ours.db")}" }, "Consent");
            await using var plain = Ours(new() { ConnectionString = $"Data Source={File("plain.db")}", EncryptEntries = false }, "Consent, not encrypted");
            await using var ef = new EfCore(options => options.UseSqlite($"Data Source={File("ef.db")}"), Durability, "PRAGMA journal_mode = WAL");
            var changes = await Race.RunAsync([byHand, ours, plain, ef], sizes);
            Race.PrintStored(changes, new[] { "raw", "ours", "plain", "ef" }.Select(name => (name, folder.EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => Path.GetRelativePath(folder.FullName, file.FullName).StartsWith($"{name}.db", StringComparison.Ordinal) && file.Extension is not (".db-wal" or ".db-shm")).Sum(file => file.Length))));
            await ManyDecisions.RunAsync(ours.Store, sizes.Batch * 10);
            await Race.BatchesAsync(ours, sizes.Batch * 5);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a change costs while the store grows, and an audience counted at the end.</summary>
    public static async Task CurveAsync(int contacts)
    {
        var folder = Directory.CreateTempSubdirectory("consent-benchmark-");
        try
        {
            await using var byHand = new RawSqlite(Path.Combine(folder.FullName, "raw.db"));
            var services = new ServiceCollection();
            services.AddConsentTracking().UseSqliteStore($"Data Source={Path.Combine(folder.FullName, "ours.db")}");
            await using var host = services.BuildServiceProvider();
            var ours = new ConsentContender(host.GetRequiredService<IConsentStore>(), "Consent");

            // The log's key is made beside an empty log, and nowhere else.
            await host.GetRequiredService<ConsentTracker>().GetRulesAsync(CancellationToken.None);
            var size = Math.Min(1000, contacts / 100);
            for (var tenth = contacts / 10; tenth <= contacts; tenth += contacts / 10)
            {
                var (hand, own) = (new List<TimeSpan>(), new List<TimeSpan>());
                for (var n = tenth - (contacts / 10); n < tenth; n += size)
                {
                    var batch = Work.Make(n, size);
                    hand.Add(await Race.TimeAsync(() => byHand.WriteAsync(batch)) / size);
                    own.Add(await Race.TimeAsync(() => ours.WriteAsync(batch)) / size);
                }

                Race.Print(string.Create(CultureInfo.InvariantCulture, $"a change, up to {tenth:N0} contacts"), [("by hand", Race.Median(hand)), ("Consent", Race.Median(own))]);
            }

            await CountAsync(byHand, host.GetRequiredService<ConsentAudience>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Its file is there once it is used; the journal is what it has said since its first version.
    private static ConsentContender Ours(SqliteStoreOptions options, string name) => new(new SqliteConsentStore(options), name, $"wal, synchronous {(options.WaitForDisk ? 2 : 1)}");

    private static async Task CountAsync(RawSqlite byHand, ConsentAudience audience)
    {
        var question = ProcessingRequest.ToContactAnyone(Purposes.Marketing.Automatic.Email);
        long permitted = 0;
        var first = await Race.TimeAsync(async () => permitted = await audience.CountAsync(question, CancellationToken.None));
        var (hand, own) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < 25; i++)
        {
            hand.Add(await Race.TimeAsync(() => Task.FromResult(byHand.CountEmail())));
            own.Add(await Race.TimeAsync(async () => permitted = await audience.CountAsync(question, CancellationToken.None)));
        }

        Race.Print(
            string.Create(CultureInfo.InvariantCulture, $"an audience counted ({permitted:N0} may be mailed, {byHand.CountEmail():N0} by the index); the first count took {first.TotalSeconds:N1} s"),
            [("partial index", Race.Median(hand)), ("Consent", Race.Median(own))]);
    }
}
