using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>An erasure goes to its end, wherever the process ended.</summary>
public sealed class ResumedErasureTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private const string Ground = "GDPR 17(1)(b)";
    private static readonly ContactId s_cid = ContactId.From("cid");
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-journal-").FullName;

    private string Journal => Path.Combine(_folder, "erasures");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_crash_at_any_step_leaves_an_erasure_that_the_next_start_finishes()
    {
        var steps = 0;
        for (var happened = true; happened;)
        {
            File.Delete(Journal);
            happened = await CrashInAsync(++steps);
        }

        // Journal, mark, checkpoint and signature, the taking away, the end: before and after each.
        Assert.True(steps > 12, $"{steps} steps");
    }

    [Fact]
    public async Task A_crash_during_the_resumption_is_no_worse()
    {
        for (var second = 1; second < 20; second += 3)
        {
            File.Delete(Journal);
            var store = new InMemoryConsentStore();
            await ArrangedAsync(store, new Crash(), crashIn: 6);
            var again = new Crash();
            again.In(second);
            using (var host = Host(store, again))
            {
                await Attempt(async () => await host.MayEmail(Ada));
            }

            await AssertGoneAsync(store);
        }
    }

    [Fact]
    public async Task The_journal_names_no_one_and_is_the_owners_alone()
    {
        var store = new InMemoryConsentStore();
        await ArrangedAsync(store, new Crash(), crashIn: 0);

        var text = await File.ReadAllTextAsync(Journal, Stop);

        Assert.All([Ada, Bea, s_cid], id => Assert.DoesNotContain($"\"{id.Value}\"", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(await new FileErasureJournal(Journal).ReadAsync(Stop), r => Assert.Equal((ErasureState.Done, Ground), (r.State, r.Ground)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Journal));
        }
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_stops_an_erasure_before_it_begins()
    {
        var store = new InMemoryConsentStore();
        using var host = new TrackedHost(store: store, publish: builder => builder.JournalErasuresTo(_ => new Crash().Over(new FileErasureJournal(Path.Combine(_folder, "journal")))));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        Directory.CreateDirectory(Path.Combine(_folder, "journal"));

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(1, await host.LogSize());
    }

    [Fact]
    public async Task A_hold_placed_before_the_next_start_refuses_what_had_not_begun()
    {
        var store = new InMemoryConsentStore();
        await ArrangedAsync(store, new Crash(), crashIn: 3);
        var found = (await store.FindAsync([new(Ada)], Stop))[0];
        using (var plain = new TrackedHost(store: store))
        {
            // Another process, which knows of no journal.
            plain.Clock.Advance(TimeSpan.FromDays(9));
            Assert.Equal(ContactState.Open, found.Snapshot!.State);
            Assert.True(await plain.Privacy.As(Manager).HoldAsync(Ada, "case 7", Stop));
        }

        using var next = Host(store, new Crash());
        next.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(DecisionCode.Objected, (await next.MayEmail(Ada)).Code);
        Assert.All(await new FileErasureJournal(Journal).ReadAsync(Stop), r => Assert.Equal(ErasureState.Refused, r.State));
        Assert.True(await next.Privacy.As(Manager).ReleaseHoldAsync(Ada, "case 7", Stop));
        using var last = Host(store, new Crash());
        Assert.Equal(DecisionCode.Objected, (await last.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task A_suppressed_person_whose_history_was_read_meanwhile_stays_suppressed()
    {
        TroubledStore? troubled = null;
        using var host = new TrackedHost(inner => troubled = new TroubledStore(inner));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);
        troubled!.BeforeCommit = async () => await host.Audit.As(Dpo).HistoryAsync(Ada, Stop);

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task A_new_life_begun_between_two_rounds_is_not_erased()
    {
        var store = new InMemoryConsentStore();
        var between = new BetweenRounds(store);
        using var host = new TrackedHost(_ => between, store: store);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        using var other = new TrackedHost(store: store);
        other.Clock.Advance(TimeSpan.FromDays(1));
        between.AfterErasure = async () => await other.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);

        Assert.Equal(ErasureOutcome.Forgotten, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Keeps = ErasureKeeps.Nothing }, Stop));

        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
        Assert.Equal(1, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Revision.Number);
    }

    /// <returns>Whether the process ended before the erasure did.</returns>
    private async Task<bool> CrashInAsync(int steps)
    {
        var store = new InMemoryConsentStore();
        var crash = new Crash();
        await ArrangedAsync(store, crash, steps);
        if ((await new FileErasureJournal(Journal).ReadAsync(Stop)).Count == 0)
        {
            // Nothing was promised and nothing happened.
            using var host = Host(store, new Crash());
            Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
            await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        }

        await AssertGoneAsync(store);
        return crash.Happened;
    }

    /// <summary>Ada said no and is Bea too; Cid was linked with her when she said it, and is no more. Then she is erased, and the process may end.</summary>
    private async Task ArrangedAsync(InMemoryConsentStore store, Crash crash, int crashIn)
    {
        using var host = Host(store, crash);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(s_cid), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, s_cid, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email, host.Now), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).LinkAsync(new(Ada, s_cid, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("same")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        if (crashIn > 0)
        {
            crash.In(crashIn);
        }

        await Attempt(async () => await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));
    }

    private async Task AssertGoneAsync(InMemoryConsentStore store)
    {
        using var next = Host(store, new Crash());
        next.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(DecisionCode.Suppressed, (await next.MayEmail(Ada)).Code);
        Assert.Equal(DecisionCode.Suppressed, (await next.MayEmail(Bea)).Code);
        Assert.Equal(DecisionCode.Objected, (await next.MayEmail(s_cid)).Code);
        Assert.Empty((await next.Tracker.As(Api).GetAsync(s_cid, Stop)).Links);
        await foreach (var entry in store.ReadLogAsync(LogQuery.Everything, Stop))
        {
            Assert.True(entry.Subject is null || (entry.Subject.Contact == s_cid && entry.Subject.Other is null), entry.ToString());
        }

        var verdict = await next.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.All(await new FileErasureJournal(Journal).ReadAsync(Stop), r => Assert.Equal(ErasureState.Done, r.State));
    }

    private static async Task Attempt(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ConsentStoreException)
        {
            // The process ended; the next one begins where it left off.
        }
    }

    private TrackedHost Host(InMemoryConsentStore store, Crash crash) => new(crash.Over, store: store, publish: builder => builder
        .SignCheckpoints(_ => crash.Over(FileCheckpointSigner.Open(Origin, Path.Combine(_folder, "key.pem"))))
        .JournalErasuresTo(_ => crash.Over(new FileErasureJournal(Journal))));

    private sealed class BetweenRounds(IConsentStore inner) : IConsentStore
    {
        public Func<Task>? AfterErasure { get; set; }

        public ISealedLog Log => inner.Log;

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => inner.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => inner.ScanAsync(after, cancellationToken);

        public async ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
        {
            var isDone = await inner.EraseAsync(erasures, cancellationToken);
            await AfterErasure!();
            return isDone;
        }

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);
    }
}
