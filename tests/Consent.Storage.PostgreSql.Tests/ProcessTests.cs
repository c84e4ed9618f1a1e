using System.Diagnostics;
using System.Runtime.InteropServices;
using Consent.Auditing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Application processes that write to one schema at once, from the first second on.</summary>
public sealed class ProcessTests
{
    private const int Processes = 4;
    private const int Changes = 40;

    [Fact]
    public async Task Four_processes_write_one_log_without_gap_or_fork()
    {
        await using var schema = await Schema.CreateAsync();
        Process[] processes = [.. Enumerable.Range(0, Processes).Select(n => Start(schema, $"p{n}"))];
        foreach (var process in processes)
        {
            var errors = await process.StandardError.ReadToEndAsync(Some.Stop);
            await process.WaitForExitAsync(Some.Stop);
            Assert.True(process.ExitCode == 0, errors);
            process.Dispose();
        }

        await using var store = schema.Open();
        Assert.Equal(Processes * Changes * 2, (await store.GetHeadAsync(Some.Stop)).Size);
        Assert.Equal(LogFlaw.None, (await store.VerifyAsync()).Flaw);
        var log = await store.ReadLogAsync(LogQuery.Everything, Some.Stop).ToListAsync(Some.Stop);
        Assert.Equal(Enumerable.Range(0, log.Count).Select(i => (long)i), log.Select(e => e.Index));
        Assert.Equal(log.Count, log.Select(e => e.Evidence!.Change!.Value).Distinct().Count());
        Assert.Equal(log.Select(e => e.RecordedAt).Order(), log.Select(e => e.RecordedAt));
        var contacts = await store.ScanAsync(default, Some.Stop).ToListAsync(Some.Stop);
        Assert.Equal((Processes * Changes) + 3, contacts.Count);
        foreach (var history in log.GroupBy(e => e.Subject!.Contact))
        {
            Assert.Equal(Enumerable.Range(1, history.Count()).Select(i => (long)i), history.Select(e => e.Subject!.Revision!.Value.Number));
            Assert.Equal(history.Count(), (await store.FindAsync(history.Key.Value)).Version);
        }

        Assert.Equal(contacts.Count, Convert.ToInt32(await schema.AskAsync("SELECT count(DISTINCT no) FROM contact")));
    }

    private static Process Start(Schema schema, string name)
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Consent.Storage.PostgreSql.Writer.dll"), schema.Server.ConnectionString, schema.Name, schema.KeyDirectory, name, $"{Changes}"];
        return Process.Start(new ProcessStartInfo(host, arguments) { RedirectStandardError = true })!;
    }
}
