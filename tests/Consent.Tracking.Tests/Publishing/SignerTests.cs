using System.Collections.Concurrent;
using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>The signing key: made once, missed where it is missing, and changed only on record.</summary>
public sealed class SignerTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-signer-").FullName;
    private readonly InMemoryConsentStore _store = new();

    private string Key => Path.Combine(_folder, "checkpoints.key");

    private string Published => Path.Combine(_folder, "published");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_that_is_missing_beside_its_checkpoints_is_an_error_and_none_is_made()
    {
        await WorkAsync(host => RecordAsync(host, Ada));
        File.Move(Key, Key + ".away");

        await WorkAsync(async host =>
        {
            var told = await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.MayEmail(Ada));
            Assert.Contains("is missing", told.Message, StringComparison.Ordinal);
            Assert.Contains("ChangeSignerAsync", told.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Key));

            File.Move(Key + ".away", Key);
            await host.MayEmail(Ada);
        });
    }

    [Fact]
    public async Task A_key_that_is_lost_while_the_host_runs_signs_no_more_and_is_told()
    {
        await WorkAsync(async host =>
        {
            await RecordAsync(host, Ada);
            File.Delete(Key);
            await RecordAsync(host, Bea);
            Assert.Contains("no signing key", (await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.Audit.CheckpointAsync(Stop))).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Key));
        });
    }

    [Fact]
    public async Task Another_key_in_the_place_of_the_logs_own_is_an_error()
    {
        await WorkAsync(host => RecordAsync(host, Ada));
        File.Delete(Key);
        FileCheckpointSigner.Open(Origin, Key).Dispose();

        await WorkAsync(async host =>
            Assert.Contains("were not signed with this host's key", (await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.MayEmail(Ada))).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_keeps_its_origin()
    {
        await WorkAsync(host => RecordAsync(host, Ada));
        using var renamed = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints("other.example", Key));
        Assert.Contains(Origin, (await Assert.ThrowsAsync<ConsentStoreException>(async () => await renamed.MayEmail(Ada))).Message, StringComparison.Ordinal);
        Assert.Contains(Origin, (await Assert.ThrowsAsync<ConsentStoreException>(async () => await renamed.Privacy.As(Manager).ChangeSignerAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_changed_on_record_under_a_last_checkpoint_of_the_old_one()
    {
        Receipt? receipt = null;
        NoteVerifierKey? old = null;
        await WorkAsync(async host =>
        {
            await RecordAsync(host, Ada);
            receipt = await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("no"), Stop);
            old = host.Audit.VerifierKey;
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Privacy.As(Dpo).ChangeSignerAsync(Stop));

            var change = await host.Privacy.As(Manager).ChangeSignerAsync(Stop);

            Assert.Equal((old.ToString(), host.Audit.VerifierKey.ToString()), (change.KeyBefore, change.KeyNow));
            var covering = SignedCheckpoint.Parse((await _store.Log.LastCheckpointAsync(Stop))!.Note);
            Assert.True(covering.Verify(old).IsVerified);
            Assert.Equal(await host.LogSize(), covering.Checkpoint.Size);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await RecordAsync(host, Bea);
            Assert.True((await host.Audit.CheckpointAsync(Stop)).Verify(host.Audit.VerifierKey).IsVerified);
        });

        await WorkAsync(async host =>
        {
            await host.MayEmail(Ada);
            var keys = await host.Audit.GetVerifierKeysAsync(Stop);
            Assert.Equal([host.Audit.VerifierKey, old!], keys);
            Assert.Equal(ReceiptVerdict.Verified, receipt!.Verify(keys));
            Assert.Equal(ReceiptVerdict.Verified, (await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("no"), Stop))!.Verify(keys));
            Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
            Assert.True(File.Exists($"{Key}.retired-{old!.Id:x8}"));
        });

        // The old key file put back is not the log's key any more.
        File.Copy($"{Key}.retired-{old!.Id:x8}", Key, overwrite: true);
        await WorkAsync(async host => Assert.Contains("signerChanged", (await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.MayEmail(Ada))).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_process_goes_on_with_the_new_key()
    {
        await WorkAsync(async other =>
        {
            await RecordAsync(other, Ada);
            await WorkAsync(host => host.Privacy.As(Manager).ChangeSignerAsync(Stop).AsTask());
            other.Clock.Advance(TimeSpan.FromSeconds(2));
            await RecordAsync(other, Bea);
            Assert.True((await other.Audit.CheckpointAsync(Stop)).Verify(FileCheckpointSigner.Open(Origin, Key).VerifierKey).IsVerified);
            Assert.Equal(2, (await other.Audit.GetVerifierKeysAsync(Stop)).Length);
        });
    }

    [Fact]
    public async Task A_change_that_was_cut_off_after_its_entry_is_carried_on_by_the_next_start()
    {
        await WorkAsync(host => RecordAsync(host, Ada));
        using (var signer = FileCheckpointSigner.Open(Origin, Key))
        {
            var next = await signer.PrepareAsync(Stop);
            var change = new SignerChange(signer.VerifierKey.Id.ToString("x8", null), signer.VerifierKey.ToString(), next.ToString());
            await _store.CommitAsync([new() { Entries = [LogEvents.SignerChanged(change, Manager, new(), Timestamp.MinValue)] }], Stop);
        }

        await WorkAsync(async host =>
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await RecordAsync(host, Bea);
            Assert.Equal((await host.Audit.GetVerifierKeysAsync(Stop))[0], host.Audit.VerifierKey);
            Assert.False(File.Exists(Key + ".next"));
        });
    }

    [Fact]
    public async Task A_lost_key_is_followed_by_another_one_only_when_the_privacy_manager_says_so()
    {
        await WorkAsync(host => RecordAsync(host, Ada));
        File.Delete(Key);

        await WorkAsync(async host =>
        {
            var change = await host.Privacy.As(Manager).ChangeSignerAsync(Stop);

            Assert.Null(change.KeyBefore);
            await RecordAsync(host, Bea);
            Assert.True((await host.Audit.CheckpointAsync(Stop)).Verify(host.Audit.VerifierKey).IsVerified);
        });
        await WorkAsync(async host =>
        {
            await host.MayEmail(Ada);
            Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        });
    }

    [Fact]
    public async Task A_lost_key_hides_no_log_that_was_cut_off()
    {
        await WorkAsync(async host =>
        {
            await RecordAsync(host, Ada);
            await host.Audit.CheckpointAsync(Stop);
            await RecordAsync(host, Bea);
            await host.Audit.CheckpointAsync(Stop);
        });
        var evidence = Directory.GetFiles(Published).ToDictionary(path => path, File.ReadAllText);
        File.Delete(Key);
        var cut = new InMemoryConsentStore();
        using (var other = new TrackedHost(store: cut, publish: builder => builder.SignCheckpoints(Origin, Key)))
        {
            await RecordAsync(other, Ada);
            await other.Audit.CheckpointAsync(Stop);
        }

        File.Delete(Key);
        using var host = new TrackedHost(store: cut, publish: builder => builder.SignCheckpoints(Origin, Key).PublishCheckpointsTo(Published));
        Assert.Equal((LogFlaw.CutOff, 2), await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.Privacy.As(Manager).ChangeSignerAsync(Stop)) is var refused ? (refused.Flaw, refused.Size) : default);
        Assert.False(File.Exists(Key));

        var aside = Directory.CreateDirectory(Path.Combine(_folder, "aside")).FullName;
        foreach (var path in evidence.Keys.Order(StringComparer.Ordinal).Skip(1))
        {
            File.Move(path, Path.Combine(aside, Path.GetFileName(path)));
        }

        await host.Privacy.As(Manager).ChangeSignerAsync(Stop);
        await RecordAsync(host, Bea);
        await host.Audit.CheckpointAsync(Stop);

        // What the old log said of its first entries stays as it is, also where the new one has as many.
        Assert.All(evidence.Where(e => File.Exists(e.Key)), e => Assert.Equal(e.Value, File.ReadAllText(e.Key)));
    }

    [Fact]
    public async Task A_hosts_own_signer_with_another_key_is_put_on_record()
    {
        var (one, other) = (new EcdsaSigner(Origin), new EcdsaSigner(Origin));
        using (var host = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(_ => one)))
        {
            await RecordAsync(host, Ada);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Privacy.As(Manager).ChangeSignerAsync(Stop));
            await host.MayEmail(Ada);
        }

        using var next = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(_ => other));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await next.MayEmail(Ada));
        Assert.Equal(other.VerifierKey.ToString(), (await next.Privacy.As(Manager).ChangeSignerAsync(Stop)).KeyNow);
        await next.MayEmail(Ada);
        Assert.True((await next.Audit.CheckpointAsync(Stop)).Verify(other.VerifierKey).IsVerified);
    }

    [Fact]
    public async Task Many_first_starts_at_once_make_one_key()
    {
        var keys = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () =>
            {
                using var signer = FileCheckpointSigner.Open(Origin, Key);
                keys.Add(signer.VerifierKey.ToString());
            },
            Stop)));

        Assert.Single(keys.Distinct());
        Assert.Equal([Key], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_key_that_cannot_be_put_in_its_place_leaves_nothing_behind_and_what_a_crash_left_is_no_key()
    {
        Directory.CreateDirectory(Path.Combine(Key, "taken"));
        Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, Key));
        Assert.Empty(Directory.GetFiles(_folder));

        Directory.Delete(Key, recursive: true);
        File.WriteAllText(Key + ".0123.part", "-----BEGIN PRIV");
        FileCheckpointSigner.Open(Origin, Key).Dispose();
        Assert.StartsWith("-----BEGIN PRIVATE KEY", File.ReadAllText(Key), StringComparison.Ordinal);
    }

    private static async Task RecordAsync(TrackedHost host, ContactId contact) =>
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).WithId(ChangeId.From("no")).Object(PurposePath.All), Stop);

    private async Task WorkAsync(Func<TrackedHost, Task> work)
    {
        using var host = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(Origin, Key).PublishCheckpointsTo(Published));
        await work(host);
    }
}
