using Consent.Auditing;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Order is size, not time: hosts whose clocks differ, and clocks that jump.</summary>
public sealed class ClockTests
{
    private readonly InMemoryConsentStore _store = new();
    private readonly EcdsaSigner _signer = new();

    public static TheoryData<int> Minutes => [-80 * 525_600, -525_600, -3, 0, 3, 525_600, 73 * 525_600];

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task Checkpoints_receipts_and_dossiers_are_whole_whatever_another_hosts_clock_says(int minutes)
    {
        using var one = Host(default);
        using var other = Host(TimeSpan.FromMinutes(minutes));
        var (expected, contacts) = (0L, new List<ContactId>());
        for (var round = 0; round < 3; round++)
        {
            foreach (var host in new[] { one, other })
            {
                var contact = ContactId.From($"contact-{contacts.Count}");
                contacts.Add(contact);
                host.Clock.Advance(TimeSpan.FromSeconds(2));
                await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).WithId(ChangeId.From("no")).Object(PurposePath.All), Stop);
                Assert.Equal(++expected, (await host.Audit.CheckpointAsync(Stop)).Checkpoint.Size);
            }
        }

        foreach (var host in new[] { one, other })
        {
            foreach (var contact in contacts)
            {
                var receipt = await host.Tracker.As(Actor.ForSelf(contact)).ReceiptAsync(contact, ChangeId.From("no"), Stop);
                Assert.Equal(ReceiptVerdict.Verified, receipt!.Verify(_signer.VerifierKey));
                var dossier = await host.Audit.As(Dpo).DossierAsync(contact, null, Stop);
                Assert.True(dossier!.Verify(_signer.VerifierKey).IsSound);
            }

            Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        }

        var madeAt = new List<Timestamp>();
        await foreach (var kept in _store.Log.ReadCheckpointsAsync(Stop))
        {
            madeAt.Add(kept.MadeAt);
        }

        Assert.Equal(madeAt.Order(), madeAt);
    }

    [Fact]
    public async Task A_clock_that_goes_back_a_year_stops_no_checkpoint()
    {
        using var host = Host(default);
        await RecordAsync(host, Ada);
        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddYears(-1));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync(host, Bea);

        Assert.Equal(2, (await _store.Log.LastCheckpointAsync(Stop))!.Size);
    }

    [Fact]
    public async Task One_commit_stamped_2099_stops_nothing()
    {
        using (var ahead = Host(TimeSpan.FromDays(73 * 365)))
        {
            await RecordAsync(ahead, Ada);
        }

        using var host = Host(default);
        for (var n = 2; n < 6; n++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await RecordAsync(host, ContactId.From($"contact-{n}"));
            Assert.Equal(n, (await _store.Log.LastCheckpointAsync(Stop))!.Size);
        }
    }

    private static async Task RecordAsync(TrackedHost host, ContactId contact) => await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).Object(PurposePath.All), Stop);

    private TrackedHost Host(TimeSpan ahead)
    {
        var host = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(_ => _signer));
        host.Clock.AdjustTime(host.Clock.GetUtcNow() + ahead);
        return host;
    }
}
