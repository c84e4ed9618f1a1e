using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing;
using static Consent.Tracking.Tests.Requests.RequestTests;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Requests;

/// <summary>Whatever fails, and whoever writes at the same time: no no is lost, no request is silently absent, and one filing is one request.</summary>
public class RequestFaultTests
{
    private static readonly ChangeId s_id = ChangeId.From("letter 7");
    private static readonly Actor s_clerk = Actor.Operator("clerk");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_a_process_dies_that_files_a_no_what_is_on_record_includes_the_no_and_filing_again_does_the_rest(bool isOnRecord)
    {
        var (died, between) = (0, 0);
        for (var (step, happened) = (1, true); happened; step++)
        {
            var store = new InMemoryConsentStore();
            if (isOnRecord)
            {
                using var before = Host(store);
                await before.Tracker.As(Api).ApplyAsync(before.Give(Ada), Stop);
            }

            var crash = new Crash();
            using var dying = Host(store, crash.Over);
            await dying.MayEmail(Ada);
            crash.In(step);
            await FileAsync(dying);
            happened = crash.Happened;
            died += happened ? 1 : 0;

            using var living = Host(store);
            living.Clock.Advance(TimeSpan.FromMinutes(1));
            var isFiled = (await living.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop)).Count > 0;
            var isNo = (await living.MayEmail(Ada)).Code == DecisionCode.Objected;
            Assert.True(isNo || !isFiled, $"Filed, and the no is lost: step {step}.");
            between += isNo && !isFiled ? 1 : 0;

            var again = await living.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Objection, id: s_id, cancellationToken: Stop);
            Assert.Equal(isFiled ? SubjectRequestOutcome.Repeated : SubjectRequestOutcome.Recorded, again.Outcome);
            Assert.Equal(DecisionCode.Objected, (await living.MayEmail(Ada)).Code);
            Assert.Equal([again.Request!], await living.Tracker.As(Dpo).Requests.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
            Assert.True((await living.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        }

        Assert.True(died >= 3 && between >= 1, $"It died {died} times, {between} times between the two.");
    }

    [Theory]
    [InlineData(SubjectRequestKind.Access, true)]
    [InlineData(SubjectRequestKind.Access, false)]
    [InlineData(SubjectRequestKind.Objection, true)]
    public async Task A_lost_answer_files_nothing_twice_also_without_an_id(SubjectRequestKind kind, bool isOnRecord)
    {
        for (var commit = 1; commit <= 2; commit++)
        {
            var store = new InMemoryConsentStore();
            using var arranging = Host(store);
            if (isOnRecord)
            {
                await arranging.Tracker.As(Api).ApplyAsync(arranging.Give(Ada), Stop);
            }

            using var host = Host(store, inner => new FaultInjectingStore(inner).FailAfterCommit(commit));
            var filed = await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, kind, cancellationToken: Stop);

            Assert.Equal([filed.Request!], await host.Tracker.As(Dpo).Requests.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
            Assert.Equal([filed.Request!], await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
            Assert.Equal([filed.Request!], await host.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_who_file_the_same_at_the_same_instant_file_one_request(bool isOnRecord)
    {
        var store = new InMemoryConsentStore();
        using var other = Host(store);
        if (isOnRecord)
        {
            await other.Tracker.As(Api).ApplyAsync(other.Give(Ada), Stop);
        }

        SubjectRequestResult? first = null;
        using var host = Host(store, inner => new FaultInjectingStore(inner).MeanwhileBeforeCommit(1, async _ =>
            first = await other.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, id: s_id, cancellationToken: Stop)));

        var second = await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, id: s_id, cancellationToken: Stop);

        Assert.Equal((SubjectRequestOutcome.Recorded, SubjectRequestOutcome.Repeated, first!.Request), (first.Outcome, second.Outcome, second.Request));
        foreach (var register in new[] { host.Tracker.As(Dpo).Requests, other.Tracker.As(Dpo).Requests, Fresh(host) })
        {
            Assert.Equal([first.Request!], await register.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
        }

        // After an erasure the same id files another request, for every process.
        await other.Tracker.As(Api).ApplyAsync(other.Give(Ada), Stop);
        await other.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Nothing }, Stop);
        var third = await other.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, id: s_id, cancellationToken: Stop);
        Assert.Equal(SubjectRequestOutcome.Recorded, third.Outcome);
        foreach (var register in new[] { host.Tracker.As(Dpo).Requests, other.Tracker.As(Dpo).Requests, Fresh(host) })
        {
            Assert.Equal(2, await register.DueAsync(Timestamp.MaxValue, Stop).CountAsync(Stop));
        }
    }

    [Fact]
    public async Task Of_two_answers_at_the_same_instant_the_first_in_the_log_stands_and_the_other_is_told_so()
    {
        var store = new InMemoryConsentStore();
        using var other = Host(store);
        var number = (await other.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!.Number;
        using var host = Host(store, inner => new FaultInjectingStore(inner).MeanwhileBeforeCommit(1, async _ =>
            await other.Tracker.As(Dpo).Requests.RefuseAsync(number, SubjectRequestRefusal.NotIdentified, cancellationToken: Stop)));

        var told = await host.Tracker.As(Manager).Requests.AnswerAsync(number, cancellationToken: Stop);

        Assert.Equal((SubjectRequestOutcome.AlreadyAnswered, SubjectRequestState.Refused), (told.Outcome, told.Request!.State));
        Assert.Equal(SubjectRequestState.Refused, (await Fresh(host).FindAsync(number, Stop))!.State);
    }

    [Fact]
    public async Task An_answer_whose_own_answer_was_lost_is_recorded_and_said_again_it_is_known()
    {
        using var host = Host(wrap: inner => new FaultInjectingStore(inner).FailAfterCommit(2).FailAfterCommit(4));
        var requests = host.Tracker.As(Dpo).Requests;
        var number = (await requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!.Number;
        Assert.Equal(SubjectRequestOutcome.Recorded, (await requests.ExtendAsync(number, "many", host.Now, Stop)).Outcome);
        Assert.Equal(SubjectRequestOutcome.Repeated, (await requests.ExtendAsync(number, "many", host.Now, Stop)).Outcome);
        Assert.Equal(SubjectRequestOutcome.Recorded, (await requests.AnswerAsync(number, host.Now, Stop)).Outcome);
        Assert.Equal(SubjectRequestOutcome.Repeated, (await requests.AnswerAsync(number, host.Now, Stop)).Outcome);
    }

    private static async Task FileAsync(TrackedHost host)
    {
        try
        {
            await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Objection, id: s_id, cancellationToken: Stop);
        }
        catch (ConsentStoreException)
        {
        }
    }
}
