using System.Text;
using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Checkpoints, receipts, and what a host does when its log is not the one that was signed.</summary>
public sealed class LogTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-log-").FullName;

    private string Key => Path.Combine(_folder, "key.pem");

    private string Published => Path.Combine(_folder, "published");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_commit_makes_a_checkpoint_when_the_last_one_is_old()
    {
        using var host = Host(configure: options => options.CheckpointEntries = 3);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        Assert.Equal([1], await SizesAsync(host));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, Purposes.Profiling.Online), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea, Purposes.Profiling.Online), Stop);
        Assert.Equal([1, 4], await SizesAsync(host));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);

        Assert.Equal([1, 4, 5], await SizesAsync(host));
        Assert.Equal(3, Directory.GetFiles(Published).Length);
        var checkpoint = await host.Audit.CheckpointAsync(Stop);
        Assert.Equal((5, Origin), (checkpoint.Checkpoint.Size, checkpoint.Checkpoint.Origin));
        Assert.True(checkpoint.Verify(NoteVerifierKey.Parse(host.Audit.VerifierKey.ToString())).IsVerified);
        Assert.Equal([1, 4, 5], await SizesAsync(host));
    }

    [Fact]
    public async Task A_person_gets_a_receipt_that_a_stranger_can_check()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        var change = host.Give(Ada).WithId(ChangeId.From("signup"));
        await host.Tracker.As(Api).ApplyAsync(change, Stop);

        var receipt = await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("signup"), Stop);

        var read = Receipt.Parse(receipt!.ToFile());
        Assert.Equal(ReceiptVerdict.Verified, read.Verify(host.Audit.VerifierKey));
        Assert.Equal([EntrySlot.Facts, EntrySlot.Subject, EntrySlot.Evidence], read.Entry.Shown);
        Assert.Equal((Ada, "signup", 1), (read.Entry.Open().Subject!.Contact, read.Entry.Open().Evidence!.Change!.Value.Value, read.Index));
        Assert.Null(await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("never"), Stop));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Tracker.As(Actor.ForSelf(Bea)).ReceiptAsync(Ada, ChangeId.From("signup"), Stop));
        var exported = (await host.Audit.As(Dpo).HistoryAsync(Ada, Stop)).Where(e => e.Type == AuditEntryType.Exported);
        Assert.Equal(2, exported.Count());
    }

    [Fact]
    public async Task A_receipt_stays_valid_when_its_entry_is_erased_and_the_log_still_holds()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).WithId(ChangeId.From("signup")), Stop);
        var receipt = await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("signup"), Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);

        Assert.Equal(ReceiptVerdict.Verified, receipt!.Verify(host.Audit.VerifierKey));
        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.Equal(2, verdict.Erased);
        var now = await host.Audit.CheckpointAsync(Stop);
        var consistency = await host.Audit.As(Dpo).ConsistencyAsync(receipt.Proof.Checkpoint.Checkpoint.Size, now.Checkpoint.Size, Stop);
        Assert.True(consistency.Verify(receipt.Proof.Checkpoint.Checkpoint.Head, now.Checkpoint.Head));
    }

    [Fact]
    public async Task The_dpo_proves_a_change_with_every_slot()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).WithId(ChangeId.From("signup")), Stop);

        var proof = await host.Audit.As(Dpo).ProveAsync(Ada, ChangeId.From("signup"), Stop);

        Assert.Equal(ReceiptVerdict.Verified, proof!.Verify(host.Audit.VerifierKey));
        Assert.Equal("crm", proof.Entry.Open().Actor!.Id);
        Assert.Null(await host.Audit.As(Dpo).ProveAsync(Bea, ChangeId.From("signup"), Stop));
    }

    [Fact]
    public async Task A_dossier_holds_what_a_court_wants_and_checks_itself()
    {
        using var host = Host();
        await host.Privacy.As(Manager).PublishNoticeAsync(new Notice("v1", host.Now).WithText("it", "Vi scriviamo.").WithText("en", "We write to you."), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).Because("<script>alert(1)</script>"), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Traditional.Phone), Stop);
        var content = new DossierContent { Notices = [new("v1", "Vi scriviamo.", "it")], Decisions = [ProcessingRequest.ToContact(Ada, Email)] };

        var dossier = await host.Audit.As(Dpo).DossierAsync(Ada, content, Stop);

        var read = Dossier.Parse(dossier!.ToHtml());
        var verdict = read.Verify(host.Audit.VerifierKey);
        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.Equal((2, 3, "Permit"), (read.Revision.Number, read.Entries.Length, read.Decisions[0].Outcome));
        Assert.Equal(1, read.Notices[0].Published!.Index);
        Assert.DoesNotContain("<script", dossier.ToHtml(), StringComparison.Ordinal);
        Assert.Null(await host.Audit.As(Dpo).DossierAsync(Bea, null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Audit.As(Dpo).DossierAsync(Bea, content, Stop));
    }

    [Fact]
    public async Task A_dossier_of_somebody_once_linked_with_an_erased_contact_explains_its_gaps()
    {
        using var host = Host();
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email, host.Now), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea, Purposes.Profiling.Online), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);

        var dossier = await host.Audit.As(Dpo).DossierAsync(Bea, null, Stop);

        var verdict = dossier!.Verify(host.Audit.VerifierKey);
        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.True(verdict.Missing > 0);
        Assert.Single(dossier.Erasures);
    }

    [Fact]
    public async Task A_log_that_was_cut_off_or_restored_from_a_backup_fails_closed_at_start()
    {
        using (var host = Host())
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        }

        using var restored = Host(store: new InMemoryConsentStore());
        var refused = await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await restored.MayEmail(Ada));
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await restored.Tracker.As(Api).ApplyAsync(restored.Give(Ada), Stop));

        Assert.Equal((LogFlaw.CutOff, 1), (refused.Flaw, refused.Size));
        Assert.Equal(0, await restored.LogSize());
    }

    [Fact]
    public async Task A_log_whose_history_was_rewritten_fails_closed_at_start()
    {
        using (var host = Host())
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        }

        var rewritten = new InMemoryConsentStore();
        using (var forger = new TrackedHost(store: rewritten))
        {
            await forger.Tracker.As(Api).ApplyAsync(forger.Give(Bea), Stop);
            await forger.Tracker.As(Api).ApplyAsync(forger.Give(Ada), Stop);
        }

        using var host2 = Host(store: rewritten);
        Assert.Equal(LogFlaw.RootDiffers, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host2.MayEmail(Ada))).Flaw);
    }

    [Fact]
    public async Task A_contacts_last_entry_that_a_second_log_hides_is_shown_by_the_holders_receipt()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("no")).Object(PurposePath.All), Stop);
        var receipt = (await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(Ada, ChangeId.From("no"), Stop))!;

        // Under the same name and key, as long or longer, and sound in itself.
        using var forger = Forger();
        await forger.Tracker.As(Api).ApplyAsync(forger.Give(Ada), Stop);
        for (var n = 0; n < 5; n++)
        {
            await forger.Tracker.As(Api).ApplyAsync(forger.Give(ContactId.From($"invented-{n}")), Stop);
        }

        var shown = await forger.Audit.CheckpointAsync(Stop);
        Assert.True((await forger.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.True(shown.Verify(host.Audit.VerifierKey).IsVerified);
        Assert.Equal(ReceiptVerdict.Verified, receipt.Verify(host.Audit.VerifierKey));
        var held = receipt.Proof.Checkpoint.Checkpoint;
        var proof = await forger.Audit.As(Dpo).ConsistencyAsync(held.Size, shown.Checkpoint.Size, Stop);
        Assert.False(proof.Verify(held.Head, shown.Checkpoint.Head));
    }

    [Fact]
    public async Task Two_histories_are_shown_by_comparing_two_peoples_receipts()
    {
        using var host = Host();
        using var other = Forger();
        var receipts = new List<Receipt>();
        foreach (var (shown, contact) in new[] { (host, Ada), (other, Bea) })
        {
            await shown.Tracker.As(Api).ApplyAsync(shown.Give(contact).WithId(ChangeId.From("signup")), Stop);
            receipts.Add((await shown.Tracker.As(Actor.ForSelf(contact)).ReceiptAsync(contact, ChangeId.From("signup"), Stop))!);
        }

        Assert.All(receipts, r => Assert.Equal(ReceiptVerdict.Verified, r.Verify(host.Audit.VerifierKey)));
        var (one, two) = (receipts[0].Proof.Checkpoint.Checkpoint, receipts[1].Proof.Checkpoint.Checkpoint);
        Assert.Equal((one.Origin, one.Size), (two.Origin, two.Size));
        Assert.NotEqual(one.Head, two.Head);
    }

    [Fact]
    public async Task A_restart_on_the_same_log_goes_on_under_the_same_key()
    {
        var store = new InMemoryConsentStore();
        string key;
        using (var host = Host(store: store))
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            key = host.Audit.VerifierKey.ToString();
        }

        using var again = Host(store: store);
        again.Clock.Advance(TimeSpan.FromMinutes(1));
        await again.Tracker.As(Api).ApplyAsync(again.Give(Bea), Stop);

        Assert.Equal(key, again.Audit.VerifierKey.ToString());
        Assert.Equal([1, 2], await SizesAsync(again));
    }

    [Fact]
    public async Task A_place_that_cannot_be_reached_does_not_stop_a_no()
    {
        var reached = new List<long>();
        var isDown = true;
        using var host = new TrackedHost(publish: builder => builder.PublishCheckpointsTo(_ => new DelegateCheckpointSink((checkpoint, _) =>
        {
            if (isDown)
            {
                throw new IOException("unreachable");
            }

            reached.Add(checkpoint.Checkpoint.Size);
            return ValueTask.CompletedTask;
        })));

        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop)).Outcome);
        isDown = false;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(PurposePath.All), Stop);

        await Eventually.IsTrueAsync(() => reached is [.., 2], host.Clock);
    }

    [Fact]
    public async Task Checkpoints_are_appended_to_a_stream_one_after_another()
    {
        using var pipe = new MemoryStream();
        using (var buffered = new BufferedStream(pipe))
        {
            string key;
            using (var host = new TrackedHost(publish: builder => builder.PublishCheckpointsTo(buffered)))
            {
                await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
                key = host.Audit.VerifierKey.ToString();
            }

            // Flushed, and still the host's own.
            var published = Encoding.UTF8.GetString(pipe.ToArray()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(parts => SignedCheckpoint.Parse($"{parts[0]}\n\n{parts[1]}\n")).ToList();
            Assert.Equal([1, 2], published.Select(c => c.Checkpoint.Size));
            Assert.All(published, c => Assert.True(c.Verify(NoteVerifierKey.Parse(key)).IsVerified));
            Assert.True(buffered.CanWrite);
        }

        Assert.Throws<ArgumentException>(() => new StreamCheckpointSink(new MemoryStream([], writable: false)));
    }

    [Fact]
    public async Task A_stream_gets_whole_checkpoints_from_many_at_once()
    {
        using var pipe = new MemoryStream();
        using var slow = new BufferedStream(pipe, 16);
        using var sink = new StreamCheckpointSink(slow);
        using var host = Host();
        var checkpoint = await host.Audit.CheckpointAsync(Stop);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await sink.PublishAsync(checkpoint, Stop), Stop)));

        Assert.Equal(string.Concat(Enumerable.Repeat($"{checkpoint}\n", 32)), Encoding.UTF8.GetString(pipe.ToArray()));
        Assert.Null(await sink.LastAsync(Origin, Stop));
    }

    [Fact]
    public void A_signing_key_is_made_once_and_refused_when_others_can_read_it()
    {
        using (var made = FileCheckpointSigner.Open(Origin, Key))
        {
            using var again = FileCheckpointSigner.Open(Origin, Key);
            Assert.Equal(made.VerifierKey.ToString(), again.VerifierKey.ToString());
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
            File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Contains("0600", Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, Key)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused()
    {
        File.WriteAllText(Key, "no key");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var trouble = Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, Key));
        Assert.Contains(Key, trouble.Message, StringComparison.Ordinal);
        Assert.NotNull(trouble.InnerException);
    }

    [Fact]
    public void A_key_that_cannot_be_kept_is_told_with_its_place()
    {
        var beneathAFile = Path.Combine(Key, "checkpoints.key");
        File.WriteAllText(Key, "a file, not a folder");
        var trouble = Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, beneathAFile));
        Assert.Contains(beneathAFile, trouble.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(trouble.InnerException);
    }

    [Fact]
    public async Task A_dossier_is_not_made_with_another_text_than_the_notice_had()
    {
        using var host = new TrackedHost();
        await host.Privacy.As(Manager).PublishNoticeAsync(new Notice("2026-1", host.Now).WithText("en", "We write to you."), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var audit = host.Audit.As(Dpo);

        Assert.True((await audit.DossierAsync(Ada, new DossierContent { Notices = [new("2026-1", "We write to you.", "en")] }, Stop))!.Verify(host.Audit.VerifierKey).IsSound);
        var told = await Assert.ThrowsAsync<ArgumentException>(async () => await audit.DossierAsync(Ada, new DossierContent { Notices = [new("2026-1", "We write to you!", "en")] }, Stop));
        Assert.Contains("not the one whose digest is on record", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_writers_at_once_leave_one_sound_log()
    {
        using var host = Host(configure: options => (options.CheckpointInterval, options.CheckpointEntries) = (TimeSpan.Zero, 1));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(ContactId.From($"c{n % 4}")).Object(PurposePath.All, host.Now.Plus(TimeSpan.FromSeconds(-(n * 10) - i))), Stop);
                }
            },
            Stop)));

        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);

        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.Equal(161, verdict.Head.Size);
        var sizes = await SizesAsync(host);
        Assert.Equal(sizes.Distinct().Order(), sizes);
    }

    private static async Task<List<long>> SizesAsync(TrackedHost host)
    {
        var sizes = new List<long>();
        await foreach (var kept in host.Store.Log.ReadCheckpointsAsync(Stop))
        {
            sizes.Add(kept.Size);
        }

        return sizes;
    }

    /// <summary>Whoever has the key and keeps a log beside the published one.</summary>
    private TrackedHost Forger() => new(publish: builder => builder.SignCheckpoints(Origin, Key));

    private TrackedHost Host(Action<ConsentTrackingOptions>? configure = null, IConsentStore? store = null) =>
        new(configure: configure, store: store, publish: builder => builder.SignCheckpoints(Origin, Key).PublishCheckpointsTo(Published));
}
