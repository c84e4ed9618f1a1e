using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing;
using static Consent.Tracking.Tests.Requests.RequestTests;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Requests;

/// <summary>When a person is erased, what says whose their requests are goes; what was answered, and what is still due, stays.</summary>
public class ErasedRequestTests
{
    private static readonly Actor s_clerk = Actor.Operator("clerk");

    [Theory]
    [InlineData(ErasureKeeps.Erased)]
    [InlineData(ErasureKeeps.NeverContact)]
    [InlineData(ErasureKeeps.Nothing)]
    public async Task The_request_that_an_erasure_answers_is_answered_with_it_and_the_others_stay_due(ErasureKeeps keeps)
    {
        using var host = Host();
        var (erasure, access, answered) = await ArrangeAsync(host);

        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = keeps, Answers = erasure.Number }, Stop);

        foreach (var register in new[] { host.Tracker.As(Dpo).Requests, Fresh(host) })
        {
            var (after, kept) = (await register.FindAsync(erasure.Number, Stop), await register.FindAsync(answered.Number, Stop));
            Assert.Equal((SubjectRequestState.Answered, true, host.Now, SubjectRequestKind.Erasure, erasure.ReceivedAt), (after!.State, after.IsAnsweredByErasure, after.AnsweredAt!.Value, after.Kind, after.ReceivedAt));
            Assert.Equal(answered, kept);
            Assert.Equal([access], await register.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
        }

        Assert.Equal(SubjectRequestOutcome.Recorded, (await host.Tracker.As(Dpo).Requests.AnswerAsync(access.Number, cancellationToken: Stop)).Outcome);
        Assert.Empty(await host.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop));
        Assert.DoesNotContain("\"ada\"", await WrittenAsync(host.Store), StringComparison.Ordinal);
        Assert.DoesNotContain("\"bea\"", await WrittenAsync(host.Store), StringComparison.Ordinal);
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);

        // Once more: there is nothing, and nothing is answered twice.
        var size = (await host.Store.ReadLogAsync(new() { Type = AuditEntryType.RequestAnswered }, Stop).ToListAsync(Stop)).Count;
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = keeps, Answers = erasure.Number }, Stop);
        Assert.Equal(size, (await host.Store.ReadLogAsync(new() { Type = AuditEntryType.RequestAnswered }, Stop).ToListAsync(Stop)).Count);
    }

    [Fact]
    public async Task Somebody_elses_request_is_not_answered_by_it_and_one_that_nobody_knows_stops_nothing()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        var beas = (await host.Tracker.As(s_clerk).Requests.FileAsync(Bea, SubjectRequestKind.Erasure, cancellationToken: Stop)).Request!;
        await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Erasure, cancellationToken: Stop);

        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Answers = beas.Number }, Stop));
        Assert.Equal(beas, await host.Tracker.As(Dpo).Requests.FindAsync(beas.Number, Stop));
        Assert.Equal(2, await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).CountAsync(Stop));
        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)") { Answers = SubjectRequestNumber.FromBits(7) }, Stop));
        Assert.Null(await host.Tracker.As(Dpo).Requests.FindAsync(SubjectRequestNumber.FromBits(7), Stop));
        Assert.Equal(2, await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task A_request_filed_before_the_person_was_on_record_is_answered_too_and_a_hold_answers_nothing()
    {
        using var host = Host();
        var request = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Erasure, cancellationToken: Stop)).Request!;
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Privacy.As(Manager).HoldAsync(Ada, "case 7", Stop);
        Assert.Equal(ErasureOutcome.Held, await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Answers = request.Number }, Stop));
        Assert.Equal(request, await host.Tracker.As(Dpo).Requests.FindAsync(request.Number, Stop));
        await host.Privacy.As(Manager).ReleaseHoldAsync(Ada, "case 7", Stop);

        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Answers = request.Number }, Stop));

        Assert.True((await Fresh(host).FindAsync(request.Number, Stop))!.IsAnsweredByErasure);
    }

    [Fact]
    public async Task Wherever_the_eraser_dies_the_answer_is_on_record_or_the_request_is_due()
    {
        var (before, after) = (0, 0);
        for (var (step, happened) = (1, true); happened; step++)
        {
            var store = new InMemoryConsentStore();
            using var arranging = Host(store);
            var (erasure, access, _) = await ArrangeAsync(arranging);
            var crash = new Crash();
            using var dying = Host(store, crash.Over);
            await dying.MayEmail(Ada);
            crash.In(step);
            try
            {
                await dying.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Answers = erasure.Number }, Stop);
            }
            catch (ConsentStoreException)
            {
            }

            happened = crash.Happened;
            using var living = Host(store);
            var isBegun = (await store.FindAsync([new(Ada)], Stop))[0].Snapshot?.State != ContactState.Open;
            if (isBegun)
            {
                // Another host finishes what the dead one has left, with no word of which request it was.
                var carriedOn = living.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop).AsTask();
                await Eventually.IsTrueAsync(() => carriedOn.IsCompleted, living.Clock, TimeSpan.FromSeconds(7));
                await carriedOn;
                Assert.NotEqual(ContactState.Erasing, (await store.FindAsync([new(Ada)], Stop))[0].Snapshot?.State);
                Assert.DoesNotContain("\"ada\"", await WrittenAsync(store), StringComparison.Ordinal);
                Assert.True((await living.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
            }

            foreach (var register in new[] { arranging.Tracker.As(Dpo).Requests, living.Tracker.As(Dpo).Requests, Fresh(living) })
            {
                Assert.Equal(isBegun ? SubjectRequestState.Answered : SubjectRequestState.Open, (await register.FindAsync(erasure.Number, Stop))!.State);
                Assert.Contains(access, await register.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
            }

            (before, after) = isBegun ? (before, after + 1) : (before + 1, after);
        }

        Assert.True(before > 0 && after > 2, $"{before} times before it began, {after} times after");
    }

    [Fact]
    public async Task A_filing_that_meets_an_erasure_names_nobody_who_is_gone()
    {
        var store = new InMemoryConsentStore();
        using var other = Host(store);
        await other.Tracker.As(Api).ApplyAsync(other.Give(Ada), Stop);
        using var host = Host(store, inner => new FaultInjectingStore(inner).MeanwhileBeforeCommit(1, async _ => await other.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop)));

        var filed = await host.Tracker.As(Actor.ForSelf(Ada)).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop);

        Assert.Equal(SubjectRequestOutcome.Recorded, filed.Outcome);
        Assert.DoesNotContain("\"ada\"", await WrittenAsync(store), StringComparison.Ordinal);
        Assert.Equal([filed.Request!], await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Whoever_asks_whose_request_it_is_names_nobody_who_is_erased_meanwhile()
    {
        var store = new InMemoryConsentStore();
        using var other = Host(store);
        await other.Tracker.As(Api).ApplyAsync(other.Give(Ada), Stop);
        var filed = await other.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop);
        using var host = Host(store, inner => new TroubledStore(inner) { BeforeCommit = async () => await other.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop) });

        await host.Tracker.As(Dpo).Requests.ContactOfAsync(filed.Request!.Number, Stop);

        Assert.DoesNotContain("\"ada\"", await WrittenAsync(store), StringComparison.Ordinal);
        var name = ClosedId.NameOf(await store.DigestOfAsync(Ada, Stop));
        Assert.Equal(AuditEntryType.Read, (await store.ReadLogAsync(new() { Contact = name }, Stop).ToListAsync(Stop))[^1].Type);
        Assert.True((await other.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Theory]
    [InlineData(ErasureKeeps.Erased, 1)]
    [InlineData(ErasureKeeps.NeverContact, 1)]
    [InlineData(ErasureKeeps.Nothing, 0)]
    public async Task Who_asked_before_they_were_on_record_sees_it_until_nothing_is_kept_of_them(ErasureKeeps keeps, int seen)
    {
        using var host = Host();
        var before = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var since = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Portability, cancellationToken: Stop)).Request!;
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = keeps }, Stop);

        Assert.Equal(((SubjectRequest[])[before])[..seen], await host.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop));
        Assert.Equal(new[] { before, since }.OrderBy(r => r.Number), (await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop)).OrderBy(r => r.Number));
    }

    /// <summary>One person under two ids, with an erasure and an access that wait, extended, and a portability that was answered.</summary>
    private static async Task<(SubjectRequest Erasure, SubjectRequest Access, SubjectRequest Answered)> ArrangeAsync(TrackedHost host)
    {
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        var erasure = (await host.Tracker.As(Actor.ForSelf(Ada)).Requests.FileAsync(Ada, SubjectRequestKind.Erasure, host.Now.Plus(TimeSpan.FromDays(-3)), cancellationToken: Stop)).Request!;
        var access = (await host.Tracker.As(Actor.ForSelf(Bea)).Requests.FileAsync(Bea, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
        var portability = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Portability, cancellationToken: Stop)).Request!;
        await host.Tracker.As(Dpo).Requests.ExtendAsync(portability.Number, "many systems", cancellationToken: Stop);
        return (erasure, access, (await host.Tracker.As(Dpo).Requests.AnswerAsync(portability.Number, cancellationToken: Stop)).Request!);
    }
}
