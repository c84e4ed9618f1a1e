using Consent.Storage;
using Consent.Storage.InMemory;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A record that was read while it was wrong permits nothing, also where it is folded anew before the decision is made.</summary>
public sealed class FoundByAttackOnDoubtsMeanwhile
{
    [Fact]
    public async Task An_old_record_that_was_read_just_before_it_was_folded_anew_permits_nothing()
    {
        var store = new PutBackStore();
        await using var host = new TrackedHost(configure: options => options.Notices = new([new("v1", Timestamp.Parse("2020-01-01T00:00:00.000000Z"))]), store: store);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        store.Old = (await store.FindAsync([new(Ada)], Stop))[0].Snapshot;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var old = store.Old;
        store.Old = null;
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.Api).Withdraw(Email), Stop);
        store.Old = old;
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        Assert.False((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.Equal(DecisionCode.RecordAltered, (await host.MayEmail(Ada)).Code);

        store.AfterFinding = async () => Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(Manager).RebuildAsync(Ada, Stop));

        Assert.False((await host.MayEmail(Ada)).IsPermitted);
        Assert.NotEqual(DecisionCode.RecordAltered, (await host.MayEmail(Ada)).Code);
    }

    /// <summary>A store in which somebody has put an old record of Ada back.</summary>
    private sealed class PutBackStore : IConsentStore
    {
        private readonly InMemoryConsentStore _inner = new();

        public ContactConsents? Old { get; set; }

        /// <summary>What somebody else does once, when what was found is on its way.</summary>
        public Func<Task>? AfterFinding { get; set; }

        public ISealedLog Log => _inner.Log;

        public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
        {
            StoredContact[] found = [.. (await _inner.FindAsync(lookups, cancellationToken)).Select(f => Old is { } old && f.Snapshot?.Id == Ada ? f with { Snapshot = old } : f)];
            if (AfterFinding is { } act)
            {
                AfterFinding = null;
                await act();
            }

            return found;
        }

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
        {
            Old = batch.Any(c => c.Rebuilds is not null) ? null : Old;
            return _inner.CommitAsync(batch, cancellationToken);
        }

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => _inner.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => _inner.ScanAsync(after, cancellationToken);

        public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => _inner.EraseAsync(erasures, cancellationToken);

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => _inner.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => _inner.DigestOfAsync(contact, cancellationToken);
    }
}
