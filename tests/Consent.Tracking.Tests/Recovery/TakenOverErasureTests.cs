using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What a host that died left undone, any other one finishes that has the store and nothing else of it; and one that only slept does no harm.</summary>
public sealed class TakenOverErasureTests : IDisposable
{
    private const string Ground = "GDPR 17(1)(b)";
    private static readonly ContactId s_cid = ContactId.From("cid");
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-journals-").FullName;
    private readonly InMemoryConsentStore _store = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Wherever_a_host_dies_another_one_finishes_after_half_a_minute_of_its_own_clock()
    {
        var takenOver = 0;
        for (var (steps, happened) = (1, true); happened; steps++)
        {
            var store = new InMemoryConsentStore();
            var crash = new Crash();
            using var dying = Host(store, $"a{steps}", crash.Over);
            await ArrangeAsync(dying);
            crash.In(steps);
            await AttemptAsync(dying);
            happened = crash.Happened;

            // Its clock is years away from the other's: nobody compares them.
            using var living = Host(store, $"b{steps}");
            living.Clock.Advance(TimeSpan.FromDays(3650));
            var isBegun = (await store.FindAsync([new(Ada)], Stop))[0].Snapshot?.State == ContactState.Erasing;
            Assert.True(!isBegun || (await living.MayEmail(Ada)).Code == DecisionCode.ErasureInProgress);
            Assert.True(!isBegun || (await living.MayEmail(Bea)).Code == DecisionCode.ErasureInProgress);
            if (!isBegun)
            {
                continue;
            }

            takenOver++;
            var no = living.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop).AsTask();
            for (var second = 0; second < 28; second++)
            {
                living.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(2, Stop);
            }

            Assert.False(no.IsCompleted);
            await Eventually.IsTrueAsync(() => no.IsCompleted, living.Clock, TimeSpan.FromSeconds(1));
            Assert.Equal(ChangeCode.ErasedBefore, (await no).Code);
            await AssertGoneAsync(living, store);
            Assert.All(await new FileErasureJournal(Journal($"b{steps}")).ReadAsync(Stop), r => Assert.Equal(ErasureState.Done, r.State));

            // The dead one comes back: its journal is at its end too.
            using var back = Host(store, $"a{steps}");
            await back.MayEmail(Ada);
            Assert.All(await new FileErasureJournal(Journal($"a{steps}")).ReadAsync(Stop), r => Assert.Equal(ErasureState.Done, r.State));
        }

        Assert.True(takenOver >= 4, $"{takenOver}");
    }

    [Fact]
    public async Task The_journal_of_whoever_takes_over_tells_how_the_persons_requests_stand()
    {
        var crash = new Crash();
        SubjectRequest answered, open;
        using (var dying = Host(_store, "a", crash.Over))
        {
            await ArrangeAsync(dying);
            answered = (await dying.Tracker.As(Actor.Operator("clerk")).Requests.FileAsync(Ada, SubjectRequestKind.Erasure, cancellationToken: Stop)).Request!;
            open = (await dying.Tracker.As(Actor.Operator("clerk")).Requests.FileAsync(Bea, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
            crash.In(5);
            await AttemptAsync(dying, answered.Number);
        }

        Assert.Equal(ContactState.Erasing, (await _store.FindAsync([new(Ada)], Stop))[0].Snapshot!.State);
        using var living = Host(_store, "b");
        await living.MayEmail(Ada);
        var no = living.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop).AsTask();
        await Eventually.IsTrueAsync(() => no.IsCompleted, living.Clock, TimeSpan.FromSeconds(1));
        var record = Assert.Single(await new FileErasureJournal(Journal("b")).ReadAsync(Stop));
        Assert.Equal(
            new[] { (answered.Number, SubjectRequestState.Answered), (open.Number, SubjectRequestState.Open) }.OrderBy(r => r.Number),
            record.Requests.Select(r => (r.Number, r.State)));
    }

    [Fact]
    public async Task A_running_host_finishes_what_another_left_without_being_asked()
    {
        var crash = new Crash();
        using (var dying = Host(_store, "a", crash.Over))
        {
            await ArrangeAsync(dying);
            crash.In(5);
            await AttemptAsync(dying);
        }

        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddConsentTracking(options => options.ScrubInterval = Timeout.InfiniteTimeSpan).UseStore("UseTestStore", _ => _store);
        using var living = builder.Build();
        await living.StartAsync(Stop);
        Assert.Equal(ContactState.Erasing, (await _store.FindAsync([new(Ada)], Stop))[0].Snapshot!.State);

        await Eventually.IsTrueAsync(() => _store.FindAsync([new(Ada)], Stop).AsTask().GetAwaiter().GetResult()[0].Snapshot!.State == ContactState.Closed, clock, TimeSpan.FromSeconds(1));
        await living.StopAsync(Stop);
        using var looking = Host(_store, "b");
        await AssertGoneAsync(looking, _store);
    }

    [Fact]
    public async Task An_eraser_that_slept_while_another_took_over_takes_nothing_away_any_more()
    {
        var paused = new PausedErasure(_store);
        using var sleeping = Host(_store, "a", _ => paused);
        await ArrangeAsync(sleeping);
        var slept = sleeping.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop).AsTask();
        await paused.Reached.WaitAsync(Stop);

        using var other = Host(_store, "b");
        other.Clock.Advance(TimeSpan.FromDays(30));
        var no = other.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop).AsTask();
        await Eventually.IsTrueAsync(() => no.IsCompleted, other.Clock, TimeSpan.FromSeconds(1));
        var kept = (await _store.FindAsync([new(Ada)], Stop))[0];
        var size = (await _store.GetHeadAsync(Stop)).Size;
        paused.Continue();

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await slept);
        var now = (await _store.FindAsync([new(Ada)], Stop))[0];
        Assert.Equal((kept.Version, kept.Snapshot!.Closing), (now.Version, now.Snapshot!.Closing));
        Assert.Equal(size, (await _store.GetHeadAsync(Stop)).Size);
        await AssertGoneAsync(other, _store);
    }

    [Fact]
    public async Task Whoever_asks_again_in_the_same_host_waits_for_nothing()
    {
        using var host = Host(_store, "a", inner => new FailsOnce(inner));
        await ArrangeAsync(host);

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));
        Assert.Equal(DecisionCode.ErasureInProgress, (await host.MayEmail(Ada)).Code);

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));
        await AssertGoneAsync(host, _store);
    }

    /// <summary>Ada is Bea, and Cid was linked with her when she said no.</summary>
    private static async Task ArrangeAsync(TrackedHost host)
    {
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(s_cid), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, s_cid, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email, host.Now), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).LinkAsync(new(Ada, s_cid, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("same")), Stop);
    }

    private static async Task AttemptAsync(TrackedHost host, SubjectRequestNumber? answers = null)
    {
        try
        {
            await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Answers = answers }, Stop);
        }
        catch (ConsentStoreException)
        {
            // The process ended.
        }
    }

    private static async Task AssertGoneAsync(TrackedHost host, InMemoryConsentStore store)
    {
        Assert.Equal([DecisionCode.Suppressed, DecisionCode.Suppressed, DecisionCode.Objected], [(await host.MayEmail(Ada)).Code, (await host.MayEmail(Bea)).Code, (await host.MayEmail(s_cid)).Code]);
        await foreach (var entry in store.ReadLogAsync(LogQuery.Everything, Stop))
        {
            Assert.True(entry.Subject is null || (entry.Subject.Contact == s_cid && entry.Subject.Other is null), entry.ToString());
        }

        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    private string Journal(string name) => Path.Combine(_folder, name);

    private TrackedHost Host(IConsentStore store, string journal, Func<IConsentStore, IConsentStore>? wrap = null) =>
        new(wrap, options => options.TransientRetries = 0, store, builder => builder.JournalErasuresTo(_ => new FileErasureJournal(Journal(journal))));

    /// <summary>A store whose first erasure waits before it is done.</summary>
    private sealed class PausedErasure(IConsentStore inner) : PassingStore(inner)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Continue() => _continue.SetResult();

        public override async ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
        {
            _reached.TrySetResult();
            await _continue.Task.WaitAsync(cancellationToken);
            return await base.EraseAsync(erasures, cancellationToken);
        }
    }

    private sealed class FailsOnce(IConsentStore inner) : PassingStore(inner)
    {
        private bool _hasFailed;

        public override ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) =>
            _hasFailed ? base.EraseAsync(erasures, cancellationToken) : throw Fail();

        private ConsentStoreException Fail()
        {
            _hasFailed = true;
            return new("The disk is full.", isTransient: true);
        }
    }

    private abstract class PassingStore(IConsentStore inner) : IConsentStore
    {
        public ISealedLog Log => inner.Log;

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => inner.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => inner.ScanAsync(after, cancellationToken);

        public virtual ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => inner.EraseAsync(erasures, cancellationToken);

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);
    }
}
