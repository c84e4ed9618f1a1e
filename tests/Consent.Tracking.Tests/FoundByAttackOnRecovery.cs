using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What attacks on recovery found.</summary>
public sealed class FoundByAttackOnRecovery : IDisposable
{
    private const string Ground = "GDPR 17(1)(b)";
    private static readonly Actor s_clerk = Actor.Operator("clerk");
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-attack-").FullName;

    private string Journal => Path.Combine(_folder, "erasures");

    private string Database => Path.Combine(_folder, "consents.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_erasure_that_a_hold_refused_answers_no_request_wherever_the_start_that_was_refused_died()
    {
        var cuts = 0;
        for (var (step, isCut) = (1, true); isCut; step++)
        {
            File.Delete(Journal);
            var store = new InMemoryConsentStore();
            var number = await LeftAndHeldAsync(store);
            var crash = new Crash();
            using (var dying = Host(store, crash))
            {
                dying.Clock.Advance(TimeSpan.FromDays(1));
                crash.In(step);
                await AttemptAsync(async () => await dying.MayEmail(Ada));
            }

            (isCut, cuts) = (crash.Happened, cuts + (crash.Happened ? 1 : 0));
            using var next = Host(store, new Crash());
            next.Clock.Advance(TimeSpan.FromDays(2));
            Assert.True((await next.MayEmail(Ada)).IsPermitted);
            Assert.Equal((step, SubjectRequestState.Open), (step, (await next.Tracker.As(Dpo).Requests.FindAsync(number, Stop))!.State));
            Assert.All(await new FileErasureJournal(Journal).ReadAsync(Stop), r => Assert.Equal((step, ErasureState.Refused), (step, r.State)));
        }

        Assert.True(cuts > 3, $"{cuts}");
    }

    [Fact]
    public async Task A_start_is_not_blocked_where_the_last_entry_is_about_somebody_whose_key_is_lost()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        LoseKeyOfTheSecond();

        await WorkAsync(async host => Assert.True((await host.MayEmail(Ada)).IsPermitted));
    }

    [Fact]
    public async Task The_lost_key_of_somebody_who_asked_something_hides_no_request_of_anybody_else()
    {
        SubjectRequest lost = null!, due = null!;
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            due = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
        });
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            lost = (await host.Tracker.As(s_clerk).Requests.FileAsync(Bea, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
        });
        LoseKeyOfTheSecond();

        await WorkAsync(async host =>
        {
            var register = host.Tracker.As(Dpo).Requests;
            var listed = new List<SubjectRequestNumber>();
            await Assert.ThrowsAnyAsync<ConsentStoreException>(async () =>
            {
                await foreach (var request in register.DueAsync(Timestamp.MaxValue, Stop))
                {
                    listed.Add(request.Number);
                }
            });
            Assert.Equal([due.Number], listed);
            Assert.Equal(Ada, await register.ContactOfAsync(due.Number, Stop));
            Assert.Equal(SubjectRequestState.Answered, (await register.AnswerAsync(due.Number, cancellationToken: Stop)).Request!.State);
            await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await register.FindAsync(lost.Number, Stop));

            var filed = await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Objection, cancellationToken: Stop);
            Assert.Equal((SubjectRequestOutcome.Recorded, false), (filed.Outcome, (await host.MayEmail(Ada)).IsPermitted));
            Assert.Contains(filed.Request!, await register.OfAsync(Ada, Stop));
        });
    }

    private void LoseKeyOfTheSecond()
    {
        using var database = new SqliteConnection($"Data Source={Database};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"ATTACH '{Path.Combine(Database + ".keys", "contacts.keys")}' AS k; DELETE FROM k.key_page WHERE substr(page, 1, 15) = (SELECT substr(handle, 1, 15) FROM contact WHERE no = 2)";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    [Fact]
    public async Task A_start_that_carries_an_erasure_on_is_not_blocked_by_the_lost_key_of_somebody_else_who_asked_something()
    {
        var number = default(SubjectRequestNumber);
        await WorkAsync(new Crash(), async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            number = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Erasure, cancellationToken: Stop)).Request!.Number;
        });
        await WorkAsync(new Crash(), async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            await host.Tracker.As(s_clerk).Requests.FileAsync(Bea, SubjectRequestKind.Access, cancellationToken: Stop);
        });
        var crash = new Crash();
        await WorkAsync(crash, async host =>
        {
            await host.MayEmail(Ada);
            crash.In(2);
            await AttemptAsync(async () => await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Answers = number }, Stop));
        });
        Assert.Equal(ErasureState.Begun, Assert.Single(await new FileErasureJournal(Journal).ReadAsync(Stop)).State);
        LoseKeyOfTheSecond();

        await WorkAsync(new Crash(), async host => Assert.False((await host.MayEmail(Ada)).IsPermitted));
    }

    private Task WorkAsync(Func<TrackedHost, Task> work) => WorkAsync(new Crash(), work);

    private async Task WorkAsync(Crash crash, Func<TrackedHost, Task> work)
    {
        using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={Database}", WaitForDisk = false, CompactAfterErasure = false });
        using var host = Host(store, crash);
        await work(host);
    }

    /// <summary>Ada asked to be erased; the process ended when the journal knew of it and the log did not; then she was put on hold.</summary>
    private async Task<SubjectRequestNumber> LeftAndHeldAsync(InMemoryConsentStore store)
    {
        var crash = new Crash();
        using var host = Host(store, crash);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var request = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Erasure, cancellationToken: Stop)).Request!;
        crash.In(2);
        await AttemptAsync(async () => await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Answers = request.Number }, Stop));
        Assert.Equal(ErasureState.Begun, Assert.Single(await new FileErasureJournal(Journal).ReadAsync(Stop)).State);
        using var plain = new TrackedHost(store: store);
        Assert.True(await plain.Privacy.As(Manager).HoldAsync(Ada, "case 7", Stop));
        return request.Number;
    }

    private static async Task AttemptAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ConsentStoreException)
        {
            // The process ended.
        }
    }

    private TrackedHost Host(IConsentStore store, Crash crash) =>
        new(crash.Over, options => options.TransientRetries = 0, store, builder => builder.JournalErasuresTo(_ => crash.Over(new FileErasureJournal(Journal))));
}
