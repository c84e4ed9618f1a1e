using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A database that comes back from a backup: shown, refused, and taken up again only when the privacy manager says so.</summary>
public sealed partial class RecoveryTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-recovery-").FullName;
    private int _days;
    private bool _encrypts;

    private string Database => Path.Combine(_folder, "consents.db");

    private string Published => Path.Combine(_folder, "published");

    private string Journal => Path.Combine(_folder, "erasures");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_old_backup_is_refused_recovered_reviewed_and_confirmed()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).WithId(ChangeId.From("yes")), Stop));
        BackUp("early");
        Receipt? lost = null;
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea).WithId(ChangeId.From("lost")), Stop);
            lost = await host.Tracker.As(Actor.ForSelf(Bea)).ReceiptAsync(Bea, ChangeId.From("lost"), Stop);
        });
        var published = (await new DirectoryCheckpointSink(Published).LastAsync(Origin, Stop))!.Checkpoint;
        Restore("early");

        LogRecovery? recovery = null;
        await WorkAsync(async host =>
        {
            Assert.Equal(LogFlaw.CutOff, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada))).Flaw);
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Privacy.As(Dpo).RecoverAsync(Stop));
            recovery = await host.Privacy.As(Manager).RecoverAsync(Stop);

            Assert.Equal((Origin, published.Head, 1, Origin + "/2"), (recovery.Restoration!.OldOrigin, recovery.Restoration.Published, recovery.Restoration.Restored.Size, recovery.Restoration.NewOrigin));
            Assert.Equal((DecisionOutcome.Review, DecisionCode.AfterRestore), Facts(await host.MayEmail(Ada)));
            Assert.Equal(Origin + "/2", host.Audit.VerifierKey.Name);
            Assert.Equal(0, await host.Audience.CountAsync(ProcessingRequest.ToContact(Ada, Email), Stop));
        });
        await WorkAsync(async host =>
        {
            Assert.Equal((DecisionOutcome.Review, DecisionCode.AfterRestore), Facts(await host.MayEmail(Ada)));
            Assert.Equal(DecisionOutcome.Review, (await host.Tracker.As(Api).ExplainAsync(ProcessingRequest.ToContact(Ada, Email), Stop)).Decision.Outcome);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea).WithId(ChangeId.From("lost")), Stop);
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Privacy.As(Dpo).ConfirmRestoredAsync(Stop));
            Assert.True(await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop));
            Assert.False(await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop));
            Assert.True((await host.MayEmail(Ada)).IsPermitted);
        });
        await WorkAsync(async host =>
        {
            Assert.True((await host.MayEmail(Bea)).IsPermitted);
            Assert.Equal(1, await host.Audience.CountAsync(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Email), Stop) - 1);
            await AssertProvableAsync(host, lost!);
        });
    }

    [Fact]
    public async Task Renewed_keys_are_on_record_and_a_store_without_keys_says_so()
    {
        await WorkAsync(async host => await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Privacy.As(Manager).RotateKeysAsync(Stop)), crash: new());
        using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={Path.Combine(_folder, "keyed.db")}" });
        using var host = new TrackedHost(store: store);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Privacy.As(Dpo).RotateKeysAsync(Stop));

        var rotation = await host.Privacy.As(Manager).RotateKeysAsync(Stop);

        Assert.NotEqual(rotation.Before, rotation.Now);
        await foreach (var entry in host.Store.ReadLogAsync(new() { Type = AuditEntryType.KeyRotated }, Stop))
        {
            Assert.Equal((rotation.Before, rotation.Now, 1), (entry.Facts.Details["before"], entry.Facts.Details["now"], entry.Index));
        }

        Assert.True((await host.MayEmail(Ada)).IsPermitted);
    }

    private static (DecisionOutcome Outcome, DecisionCode Code) Facts(ConsentDecision decision) => (decision.Outcome, decision.Code);

    private static async Task AssertProvableAsync(TrackedHost host, Receipt lost)
    {
        Assert.Equal(ReceiptVerdict.Verified, (await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("yes"), Stop))!.Verify(host.Audit.VerifierKey));
        Assert.NotEqual(ReceiptVerdict.Verified, lost.Verify(host.Audit.VerifierKey));
        var dossier = await host.Audit.As(Dpo).DossierAsync(Ada, null, Stop);
        Assert.True(dossier!.Verify(host.Audit.VerifierKey).IsSound);
        var now = (await host.Audit.CheckpointAsync(Stop)).Checkpoint;
        Assert.Equal(Origin + "/2", now.Origin);
        var restoration = Assert.Single(await RestoredAsync(host));
        Assert.True((await host.Audit.As(Dpo).ConsistencyAsync(restoration.Restored.Size, now.Size, Stop)).Verify(restoration.Restored, now.Head));
        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    private static async Task<List<Restoration>> RestoredAsync(TrackedHost host)
    {
        var found = new List<Restoration>();
        await foreach (var entry in host.Store.ReadLogAsync(new() { Type = AuditEntryType.Restored }, Stop))
        {
            if (LogEvents.RestorationOf(entry) is { } restoration)
            {
                Assert.Equal(restoration.Restored.Size, entry.Index);
                found.Add(restoration);
            }
        }

        return found;
    }

    /// <summary>A process of the host, a day later than the last one.</summary>
    private async Task WorkAsync(Func<TrackedHost, Task> work, bool publishes = true, Crash? crash = null, string journal = "erasures", PurposeTaxonomy? taxonomy = null)
    {
        using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={Database}", EncryptEntries = _encrypts, WaitForDisk = false, CompactAfterErasure = false });
        using var signer = FileCheckpointSigner.Open(Origin, Path.Combine(_folder, "key.pem"));
        using var host = new TrackedHost(crash is null ? null : crash.Over, configure: o => o.Taxonomy = taxonomy ?? o.Taxonomy, store: store, publish: builder =>
        {
            builder.SignCheckpoints(_ => crash?.Over(signer) ?? signer);
            builder.JournalErasuresTo(_ => crash?.Over(new FileErasureJournal(Path.Combine(_folder, journal))) ?? new FileErasureJournal(Path.Combine(_folder, journal)));
            if (publishes)
            {
                builder.PublishCheckpointsTo(Published);
            }
        });
        host.Clock.Advance(TimeSpan.FromDays(++_days));
        await work(host);
    }

    private void BackUp(string name)
    {
        foreach (var file in Directory.GetFiles(_folder, "consents.db*"))
        {
            File.Copy(file, Path.Combine(_folder, $"{name}-{Path.GetFileName(file)}"), overwrite: true);
        }
    }

    private void Restore(string name)
    {
        foreach (var file in Directory.GetFiles(_folder, "consents.db*"))
        {
            File.Delete(file);
        }

        foreach (var file in Directory.GetFiles(_folder, $"{name}-consents.db*"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)[(name.Length + 1)..]));
        }
    }
}
