using System.Text;
using Consent.Auditing;
using Consent.Storage;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public partial class ErasureTests
{
    private const string Ground = "GDPR 17(1)(b)";

    [Fact]
    public async Task An_erased_contact_leaves_leaves_and_nothing_else()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Audit.As(Dpo).HistoryAsync(Ada, Stop);
        var before = await SealedAsync(host);

        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        var after = await SealedAsync(host);
        Assert.Equal([true, false, true, false, false], after.Select(e => e.IsErased));
        Assert.Equal(before.Select(e => e.Leaf), after.Take(3).Select(e => e.Leaf));
        var erased = after[3].Open();
        Assert.Equal(AuditEntryType.Erased, erased.Type);
        Assert.Equal([new(0, 0), new(2, 2)], erased.Facts.Erased);
        Assert.Equal((Ground, "1"), (erased.Facts.Details["ground"], erased.Facts.Details["requests"]));
        Assert.DoesNotContain("\"ada\"", string.Concat(after.Where(e => !e.IsErased).SelectMany(e => Enum.GetValues<EntrySlot>().Select(s => Encoding.UTF8.GetString(e.Payload(s))))), StringComparison.Ordinal);
        var closed = after[4].Open();
        Assert.Equal((AuditEntryType.Closed, ClosedKind.Erased, host.Now), (closed.Type, closed.Facts.Closing!.Kind, closed.Facts.Closing.Since));
        Assert.Equal(closed.Facts.Closing, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing);
        Assert.True((await host.MayEmail(Bea)).IsPermitted);
        Assert.Equal(ErasureOutcome.NothingOnRecord, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));
    }

    [Fact]
    public async Task An_erased_objector_stays_unreachable_until_a_new_act_of_their_own()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Group), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ChangeCode.ErasedBefore, (await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).From(ChangeSource.Api), Stop)).Code);
        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop)).Outcome);
        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Traditional.Phone), Stop)).IsPermitted);
    }

    [Fact]
    public async Task A_person_may_be_forgotten_wholly()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Group), Stop);

        Assert.Equal(ErasureOutcome.Forgotten, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Keeps = ErasureKeeps.Nothing }, Stop));

        Assert.NotEqual(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop)).Outcome);
    }

    [Fact]
    public async Task Whoever_wants_never_to_be_contacted_is_not_also_where_nothing_is_on_record()
    {
        using var host = new TrackedHost();
        var privacy = host.Privacy.As(Manager);

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await privacy.EraseAsync(new(Ada, Ground) { Keeps = ErasureKeeps.NeverContact }, Stop));
        Assert.Equal(ErasureOutcome.NothingOnRecord, await privacy.EraseAsync(new(Ada, Ground) { Keeps = ErasureKeeps.NeverContact }, Stop));
        Assert.Equal(ErasureOutcome.NothingOnRecord, await privacy.EraseAsync(new(Bea, Ground), Stop));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);

        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task The_name_of_a_hashed_address_or_a_closed_id_is_no_contact()
    {
        using var host = new TrackedHost();
        var (privacy, point) = (host.Privacy.As(Manager), ContactPoint.Email("ada@shop.example"));
        await privacy.CloseAsync(new() { Name = "old", Points = [point.Sha256] }, Stop);
        foreach (var name in (ContactId[])[HashedPoint.NameOf(point.Sha256), ClosedId.NameOf(await host.Store.DigestOfAsync(point.Id, Stop))])
        {
            Assert.Throws<ArgumentException>(() => ConsentChange.For(name));
            Assert.Throws<ArgumentException>(() => new ContactLink(Ada, name, host.Now, ChangeId.From("l")));
            Assert.Throws<ArgumentException>(() => new ContactLink(name, Ada, host.Now, ChangeId.From("l")));
            Assert.Throws<ArgumentException>(() => new ConsentDocument(name, "crm", host.Now, NodeFlags.Empty));
            Assert.Throws<ArgumentException>(() => Rectification.OfList(name, "old", "wrong", "ticket"));
            await Assert.ThrowsAsync<ArgumentException>(async () => await privacy.EraseAsync(new(name, Ground) { Keeps = ErasureKeeps.Nothing }, Stop));
            await Assert.ThrowsAsync<ArgumentException>(async () => await privacy.HoldAsync(name, "case 7", Stop));
            Assert.Equal([0L], (await privacy.EraseAllAsync(new[] { new ErasureRequest(name, Ground) }.ToAsyncEnumerable(), Stop)).Refused);
            Assert.Equal(ContactState.Closed, (await host.Tracker.As(Api).GetAsync(name, Stop)).State);
        }

        Assert.Equal(DecisionCode.Suppressed, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Bea, Email).At(point), Stop)).Code);
    }

    [Fact]
    public async Task Erasing_one_id_of_a_person_erases_all()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        Assert.True(await host.Privacy.As(Manager).HoldAsync(Bea, "case 7", Stop));
        Assert.Equal(ErasureOutcome.Held, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));
        Assert.True(await host.Privacy.As(Manager).ReleaseHoldAsync(Bea, "case 7", Stop));

        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        Assert.Equal(ContactState.Closed, (await host.Tracker.As(Api).GetAsync(Bea, Stop)).State);
        Assert.All((await SealedAsync(host)).SkipLast(3), e => Assert.True(e.IsErased));
    }

    [Fact]
    public async Task Somebody_once_linked_keeps_the_no_and_loses_the_name()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("no")).Object(Email, host.Now), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        Assert.False((await host.MayEmail(Bea)).IsPermitted);

        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);

        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Bea)).Code);
        var bea = await host.Tracker.As(Api).GetAsync(Bea, Stop);
        Assert.Empty(bea.Links);
        Assert.DoesNotContain(bea.Flags, f => f.InForce.Origin.Contact == Ada || f.GreatestProtective?.Origin.Contact == Ada);
        Assert.True(bea.SaysTheSameAs((await host.Audit.As(Dpo).AsItWasAsync(Bea, host.Now, Stop))[Bea]));
    }

    [Fact]
    public async Task A_reading_that_came_between_goes_too()
    {
        TroubledStore? troubled = null;
        using var host = new TrackedHost(inner => troubled = new TroubledStore(inner));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        troubled!.BeforeCommit = async () => await host.Audit.As(Dpo).HistoryAsync(Ada, Stop);

        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        var log = await SealedAsync(host);
        var covered = log.Where(e => !e.IsErased).Select(e => e.Open()).SelectMany(e => e.Facts.Erased).ToList();
        Assert.Equal([true, true, false, false], log.Select(e => e.IsErased));
        Assert.All(log.Where(e => e.IsErased), e => Assert.Contains(covered, range => range.Contains(e.Index)));
    }

    [Fact]
    public async Task A_no_that_comes_during_an_erasure_waits_and_then_counts()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var found = (await host.Store.FindAsync([new(Ada)], Stop))[0];
        await host.Store.CommitAsync([new() { Snapshots = [new(found.Snapshot!.Erasing(), found.Version)] }], Stop);

        Assert.Equal(ChangeCode.ErasureInProgress, (await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, Purposes.Profiling.Online), Stop)).Code);
        var waiting = host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop).AsTask();
        Assert.False(waiting.IsCompleted);
        var erasing = host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop).AsTask();
        await Eventually.IsTrueAsync(() => waiting.IsCompleted && erasing.IsCompleted, host.Clock, TimeSpan.FromSeconds(5));

        Assert.Equal(ErasureOutcome.Erased, await erasing);
        Assert.Equal(ChangeCode.ErasedBefore, (await waiting).Code);
        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task An_erasure_that_was_cut_off_is_carried_on()
    {
        TroubledStore? troubled = null;
        using var host = new TrackedHost(inner => troubled = new TroubledStore(inner) { IsTroubleTransient = false });
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        troubled!.AnswersToLose = 1;

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));
        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        Assert.Equal([true, false, false, false, false], (await SealedAsync(host)).Select(e => e.IsErased));
    }

    private static async Task<List<SealedEntry>> SealedAsync(TrackedHost host)
    {
        var log = new List<SealedEntry>();
        await foreach (var entry in host.Store.Log.ReadAsync(0, long.MaxValue, Stop))
        {
            log.Add(entry);
        }

        return log;
    }
}
