using System.Globalization;
using System.Text;
using Consent.Auditing;
using Consent.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Each row of each table deleted, each column changed, rows exchanged: what changes an answer is told, or found by verifying.</summary>
public sealed class Attack12RowTests
{
    private static readonly ContactId[] s_people = [.. new[] { "ada", "bea", "cid", "dan", "eve", "fay", "gus", "hal" }.Select(id => ContactId.From(id))];

    [Fact]
    public async Task Whatever_is_done_to_a_row_changes_no_answer_silently()
    {
        using var whole = new Attack12Site();
        await WriteAsync(whole);
        SqliteConnection.ClearAllPools();
        whole.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        using var control = Copy(whole);
        var (before, told) = await AnswersAsync(control);
        Assert.Null(told);
        var silent = new List<string>();
        var quiet = new List<string>();
        var strange = new List<string>();
        var tried = 0;
        foreach (var (file, sql) in Mutations(control: whole))
        {
            using var copy = Copy(whole);
            try
            {
                copy.Run(sql, Path.Combine(copy.Folder, file));
            }
            catch (SqliteException)
            {
                continue;
            }

            tried++;
            var (after, saying) = await AnswersAsync(copy);
            if (saying is not null && saying.StartsWith("System.", StringComparison.Ordinal))
            {
                strange.Add($"{file}: {sql} :: {saying[..Math.Min(saying.Length, 400)]}");
            }

            if (saying is null)
            {
                (after == before ? quiet : silent).Add($"{file}: {sql} :: {(after == before ? "" : Difference(before, after))}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{tried} tried; without a word and without another answer:\n{string.Join("\n", quiet)}\nstrange:\n{string.Join("\n", strange)}");
        Assert.True(silent.Count == 0, string.Join("\n", silent));
    }

    private static string Difference(string before, string after)
    {
        var (one, other) = (before.Split('\n'), after.Split('\n'));
        return string.Join(" | ", one.Zip(other).Where(p => p.First != p.Second).Select(p => $"{p.First} -> {p.Second}"));
    }

    private static Attack12Site Copy(Attack12Site from)
    {
        var to = new Attack12Site();
        foreach (var file in Directory.GetFiles(from.Folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to.Folder, Path.GetRelativePath(from.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }

        to.Clock = new(from.Clock.GetUtcNow());
        to.Run(string.Concat(Ask(to.Database, "SELECT name FROM sqlite_master WHERE type = 'trigger'").Select(r => $"DROP TRIGGER {r[0]};")));
        return to;
    }

    private static List<object[]> Ask(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static IEnumerable<(string File, string Sql)> Mutations(Attack12Site control)
    {
        foreach (var (file, tables) in new[] { ("consents.db", new[] { "contact", "closed", "entry", "head", "checkpoint", "note", "gone", "leaf", "key_check" }), ("consents.db.keys/contacts.keys", ["contact_key"]) })
        {
            var path = Path.Combine(control.Folder, file);
            foreach (var table in tables)
            {
                string[] keys = [.. Ask(path, $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk").Select(r => (string)r[0])];
                string[] columns = [.. Ask(path, $"SELECT name FROM pragma_table_info('{table}') WHERE pk = 0").Select(r => (string)r[0])];
                var rows = Ask(path, $"SELECT {string.Join(",", keys.Select(k => $"quote({k})"))} FROM {table}").Select(r => string.Join(" AND ", keys.Select((k, i) => $"{k} = {r[i]}"))).Take(table == "contact_key" ? 4 : 60).ToList();
                foreach (var row in rows)
                {
                    yield return (file, $"DELETE FROM {table} WHERE {row}");
                    foreach (var column in columns.Where(c => table is not "leaf" and not "contact_key"))
                    {
                        yield return (file, $"UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1 WHEN 'text' THEN {column} || 'x' WHEN 'null' THEN 1 ELSE CAST({column} || x'00' AS BLOB) END WHERE {row}");
                        if (table == "entry" && column != "sealed")
                        {
                            yield return (file, $"UPDATE {table} SET {column} = NULL WHERE {row}");
                            yield return (file, column == "type" ? $"UPDATE entry SET type = 'changed' WHERE {row} AND type <> 'changed'" : $"UPDATE {table} SET {column} = 0 WHERE {row}");
                        }
                    }
                }

                for (var i = 1; i < rows.Count; i++)
                {
                    // All but the key of one row over that of the next.
                    yield return (file, $"UPDATE {table} SET ({string.Join(",", columns)}) = (SELECT {string.Join(",", columns)} FROM {table} WHERE {rows[i - 1]}) WHERE {rows[i]}");
                }

                yield return (file, $"DELETE FROM {table}");
            }
        }
    }

    private static async Task WriteAsync(Attack12Site site)
    {
        using var host = await site.StartAsync();
        var (ada, bea, cid, dan, eve, fay) = (s_people[0], s_people[1], s_people[2], s_people[3], s_people[4], s_people[5]);
        foreach (var one in s_people[..6])
        {
            site.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.GiveAsync(one, $"yes {one.Value}");
        }

        await host.NoAsync(ada, "no");
        await host.Tracker().As(Api).LinkAsync(new(bea, cid, site.Now, ChangeId.From("link")), Stop);
        await host.NoAsync(dan);
        await host.Privacy().As(Manager).EraseAsync(new(dan, "GDPR 17(1)(b)"), Stop);
        await host.Privacy().As(Manager).HoldAsync(eve, "case 7", Stop);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Privacy().As(Manager).CloseAsync(new() { Name = "a list", Contacts = [s_people[6]] }, Stop);
        await host.Privacy().As(Manager).PublishNoticeAsync(new("v2", site.Now), Stop);
        await host.Privacy().As(Manager).ChangeSignerAsync(Stop);
        await host.Privacy().As(Manager).RotateKeysAsync(Stop);
        await host.Services.GetRequiredService<ConsentBulk>().As(Api).Apply(
            new[] { new ConsentDocument(fay, "crm", (Timestamp)site.Clock.GetUtcNow(), NodeFlags.Empty.With(Purposes.Marketing.Automatic.Sms, ConsentFlag.Status, FlagValue.Active), new NoticeAcceptance("v1", site.Now), "export.jsonl:1") }.ToAsyncEnumerable(),
            new() { IsWholeFile = true }).CompleteAsync(Stop);
        site.Clock.Advance(TimeSpan.FromDays(1));
        await host.StopAsync(Stop);
    }

    /// <summary>What a host answers, and what it says of its memory; <see langword="null"/>: that all is well.</summary>
    private static async Task<(string Answers, string? Told)> AnswersAsync(Attack12Site site)
    {
        var answers = new StringBuilder();
        try
        {
            using var host = await site.StartAsync();
            foreach (var one in s_people)
            {
                answers.AppendLine(CultureInfo.InvariantCulture, $"{one.Value} {(await host.DecideAsync(one)).Reason}");
                answers.AppendLine(CultureInfo.InvariantCulture, $"{one.Value} history {(await host.Audit().As(Dpo).HistoryAsync(one, Stop)).Length}");
                answers.AppendLine(CultureInfo.InvariantCulture, $"{one.Value} then {(await host.Audit().As(Dpo).ExplainAsKnownAsync(ProcessingRequest.ToContact(one, Email), (Timestamp)site.Clock.GetUtcNow().AddDays(-0.5), Stop)).Decision.Reason}");
            }

            answers.AppendLine(CultureInfo.InvariantCulture, $"audience {await host.Services.GetRequiredService<ConsentAudience>().CountAsync(ProcessingRequest.ToContactAnyone(Email), Stop)}");
            answers.AppendLine(CultureInfo.InvariantCulture, $"keys {(await host.Audit().GetVerifierKeysAsync(Stop)).Length}");
            if (await host.VerifyAsync() is { IsSound: false } verdict)
            {
                return ("", verdict.ToString());
            }

            if (await host.HealthAsync() is { Status: not HealthStatus.Healthy } health)
            {
                return ("", health.Description);
            }

            answers.AppendLine(CultureInfo.InvariantCulture, $"again {(await host.NoAsync(s_people[0], "no")).Outcome}");
            answers.AppendLine(CultureInfo.InvariantCulture, $"old file {await OldFileAsync(host, site)}");
            answers.AppendLine(CultureInfo.InvariantCulture, $"held {await host.Privacy().As(Manager).EraseAsync(new(s_people[4], "GDPR 17(1)(b)"), Stop)}");
            answers.AppendLine(CultureInfo.InvariantCulture, $"erasing {await host.Privacy().As(Manager).EraseAsync(new(s_people[1], "GDPR 17(1)(b)"), Stop)}");
            if (await host.VerifyAsync() is { IsSound: false } later)
            {
                return ("", "later: " + later);
            }

            await host.StopAsync(Stop);
            return (answers.ToString(), null);
        }
        catch (Exception trouble)
        {
            return ("", trouble is ConsentStoreException ? trouble.Message : trouble.ToString());
        }
    }

    private static async Task<ChangeOutcome> OldFileAsync(IHost host, Attack12Site site)
    {
        var day = (Timestamp)site.Clock.GetUtcNow().AddDays(-3);
        var report = await host.Services.GetRequiredService<ConsentBulk>().As(Api).Apply(
            new[] { new ConsentDocument(s_people[7], "crm", day, NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Active), new NoticeAcceptance("v1", day), "old.jsonl:1") }.ToAsyncEnumerable(),
            new() { IsWholeFile = true }).CompleteAsync(Stop);
        return report.Progress.Recorded > 0 ? ChangeOutcome.Recorded : ChangeOutcome.Refused;
    }
}
