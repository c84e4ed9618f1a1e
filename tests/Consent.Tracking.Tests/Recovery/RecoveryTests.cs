using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A database that comes back from a backup: shown, refused, and taken up again only when the privacy manager says so.</summary>
public sealed class RecoveryTests : IDisposable
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_backup_brings_back_is_erased_anew_and_the_no_stays(bool encrypts)
    {
        _encrypts = encrypts;
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            Assert.True(await host.Privacy.As(Manager).HoldAsync(Bea, "case 7", Stop));
        });
        BackUp("before");
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);
            await host.Privacy.As(Manager).ReleaseHoldAsync(Bea, "case 7", Stop);
            Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
            Assert.Equal(ErasureOutcome.Erased, await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Stop));
        });
        Restore("before");

        await WorkAsync(async host =>
        {
            Assert.Equal(2, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
            Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
            Assert.Equal(ClosedKind.Erased, (await host.Tracker.As(Api).GetAsync(Bea, Stop)).Closing!.Kind);
            await foreach (var entry in host.Store.ReadLogAsync(LogQuery.Everything, Stop))
            {
                Assert.Null(entry.Subject);
            }

            var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
            Assert.Equal(3, verdict.Erased);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_once_linked_with_somebody_that_the_backup_brings_back_names_them_no_more_and_has_a_whole_history(bool encrypts)
    {
        _encrypts = encrypts;
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            foreach (var isLinked in (bool[])[true, false])
            {
                await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From($"link {isLinked}"), isLinked), Stop);
                host.Clock.Advance(TimeSpan.FromMinutes(1));
                await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(isLinked ? Purposes.Marketing.Traditional.Phone : Purposes.Marketing.Traditional.Paper), Stop);
            }

            await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);
        });
        BackUp("before");
        await WorkAsync(async host => await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
        Restore("before");

        await WorkAsync(async host =>
        {
            Assert.Equal(1, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
            Assert.Equal(ContactState.Closed, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).State);
            var history = new List<AuditEntry>();
            await foreach (var entry in host.Store.ReadLogAsync(new() { Contact = Bea }, Stop))
            {
                history.Add(entry);
            }

            Assert.All(history, e => Assert.Null(e.Subject!.Other));
            var bea = await host.Tracker.As(Api).GetAsync(Bea, Stop);
            Assert.Empty(bea.Links);
            Assert.Equal([Purposes.Marketing.Traditional.Phone, Email], bea.Flags.Where(f => f is { Flag: ConsentFlag.Objection, Value: FlagValue.Active }).Select(f => f.Node));
            var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
            Assert.Equal(7, verdict.Erased);
            Assert.True((await host.Audit.As(Dpo).DossierAsync(Bea, null, Stop))!.Verify(host.Audit.VerifierKey).IsSound);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_who_were_once_linked_and_were_erased_one_after_the_other_are_both_erased_anew(bool encrypts)
    {
        _encrypts = encrypts;
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            foreach (var isLinked in (bool[])[true, false])
            {
                await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From($"link {isLinked}"), isLinked), Stop);
                host.Clock.Advance(TimeSpan.FromMinutes(1));
            }
        });
        BackUp("before");
        await WorkAsync(async host =>
        {
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
            await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.NeverContact }, Stop);
        });
        Restore("before");

        await WorkAsync(async host =>
        {
            Assert.Equal(2, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
            Assert.Equal((ClosedKind.Erased, ClosedKind.NeverContact), ((await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Kind, (await host.Tracker.As(Api).GetAsync(Bea, Stop)).Closing!.Kind));
            await foreach (var entry in host.Store.ReadLogAsync(LogQuery.Everything, Stop))
            {
                Assert.Null(entry.Subject);
            }

            var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
            Assert.Equal(6, verdict.Erased);
        });
    }

    [Fact]
    public async Task An_erased_person_who_is_back_is_seen_even_where_nothing_was_published()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop), publishes: false);
        BackUp("before");
        await WorkAsync(async host => await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop), publishes: false);
        Restore("before");

        await WorkAsync(
            async host =>
            {
                Assert.Equal(LogFlaw.NotErased, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada))).Flaw);
                Assert.Equal(1, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
                Assert.Equal(ContactState.Closed, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).State);
            },
            publishes: false);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_another_host_erased_is_erased_anew_from_its_journal(bool encrypts)
    {
        _encrypts = encrypts;
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link"), true), Stop);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("parted"), false), Stop);
        });
        BackUp("before");
        await WorkAsync(async host => await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop), journal: "journal-of-another");
        await WorkAsync(async host => await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Stop));
        Restore("before");

        await WorkAsync(async host =>
        {
            using var absent = new FileErasureJournal(Path.Combine(_folder, "no such file"));
            Assert.Contains("names no erasure", (await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Privacy.As(Manager).RecoverAsync([absent], Stop))).Message, StringComparison.Ordinal);
            using var another = new FileErasureJournal(Path.Combine(_folder, "journal-of-another"));
            Assert.Equal(2, (await host.Privacy.As(Manager).RecoverAsync([another], Stop)).Erasures);
            foreach (var id in (ContactId[])[Ada, Bea])
            {
                Assert.Equal(ContactState.Closed, (await host.Tracker.As(Api).GetAsync(id, Stop)).State);
            }

            var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
            Assert.Equal(0, (await host.Privacy.As(Manager).RecoverAsync([another], Stop)).Erasures);
        });
    }

    [Fact]
    public async Task Where_nothing_was_lost_nothing_is_done()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        await WorkAsync(async host =>
        {
            var recovery = await host.Privacy.As(Manager).RecoverAsync(Stop);

            Assert.False(recovery.IsRestored);
            Assert.True((await host.MayEmail(Ada)).IsPermitted);
            Assert.Equal(1, await host.LogSize());
        });
    }

    [Fact]
    public async Task A_backup_from_before_a_recovery_is_seen_although_its_own_checkpoints_fit()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        BackUp("first");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        BackUp("whole");
        Restore("first");
        await WorkAsync(async host => await host.Privacy.As(Manager).RecoverAsync(Stop));
        Restore("whole");

        await WorkAsync(async host =>
        {
            Assert.Equal(LogFlaw.CutOff, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada))).Flaw);
            Assert.Equal(Origin + "/3", (await host.Privacy.As(Manager).RecoverAsync(Stop)).Restoration!.NewOrigin);
            Assert.Equal(DecisionCode.AfterRestore, (await host.MayEmail(Bea)).Code);
        });
        await WorkAsync(async host => Assert.Equal(Origin + "/3", (await host.Audit.CheckpointAsync(Stop)).Checkpoint.Origin));
    }

    [Fact]
    public async Task The_tail_cut_off_again_after_a_recovery_is_seen_again()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        BackUp("first");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        Restore("first");
        await WorkAsync(async host => await host.Privacy.As(Manager).RecoverAsync(Stop));
        BackUp("recovered");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        Restore("recovered");

        await WorkAsync(async host =>
        {
            Assert.Equal((LogFlaw.CutOff, 3), await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada)) is var refused ? (refused.Flaw, refused.Size) : default);
            Assert.Equal((Origin + "/2", Origin + "/3"), await host.Privacy.As(Manager).RecoverAsync(Stop) is { Restoration: { } r } ? (r.OldOrigin, r.NewOrigin) : default);
        });
    }

    [Fact]
    public async Task Everything_lost_is_recovered_as_an_empty_log()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        foreach (var file in Directory.GetFiles(_folder, "consents.db*"))
        {
            File.Delete(file);
        }

        await WorkAsync(async host =>
        {
            var recovery = await host.Privacy.As(Manager).RecoverAsync(Stop);

            Assert.Equal(TreeHead.Empty, recovery.Restoration!.Restored);
            var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
        });
    }

    [Fact]
    public async Task A_rewritten_history_is_no_backup()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        foreach (var file in Directory.GetFiles(_folder, "consents.db*"))
        {
            File.Delete(file);
        }

        await WorkAsync(
            async host =>
            {
                await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
                await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            },
            publishes: false);

        await WorkAsync(async host =>
        {
            Assert.Equal(LogFlaw.RootDiffers, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.Privacy.As(Manager).RecoverAsync(Stop))).Flaw);
            Assert.Equal(LogFlaw.RootDiffers, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada))).Flaw);
        });
    }

    [Fact]
    public async Task A_recovery_that_is_cut_off_at_any_step_is_done_by_doing_it_again()
    {
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);
        });
        BackUp("before");
        await WorkAsync(async host => await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
        var (journal, steps) = (await File.ReadAllBytesAsync(Journal, Stop), 0);
        for (var happened = true; happened;)
        {
            Restore("before");
            await File.WriteAllBytesAsync(Journal, journal, Stop);
            foreach (var later in Directory.GetFiles(Published, "*%2F2@*"))
            {
                File.Delete(later);
            }

            var crash = new Crash();
            crash.In(++steps);
            await WorkAsync(
                async host =>
                {
                    try
                    {
                        await host.Privacy.As(Manager).RecoverAsync(Stop);
                    }
                    catch (ConsentStoreException)
                    {
                        // The process ended.
                    }
                },
                crash: crash);
            happened = crash.Happened;
            await WorkAsync(async host =>
            {
                try
                {
                    await host.MayEmail(Ada);
                }
                catch (AuditLogAlteredException)
                {
                    await host.Privacy.As(Manager).RecoverAsync(Stop);
                }

                Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
                var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
                Assert.True(verdict.IsSound, verdict.ToString());
                Assert.Single(await RestoredAsync(host));
            });
        }

        Assert.True(steps > 8, $"{steps} steps");
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
    private async Task WorkAsync(Func<TrackedHost, Task> work, bool publishes = true, Crash? crash = null, string journal = "erasures")
    {
        using var store = new SqliteConsentStore(new() { ConnectionString = $"Data Source={Database}", EncryptEntries = _encrypts, WaitForDisk = false, CompactAfterErasure = false });
        using var signer = FileCheckpointSigner.Open(Origin, Path.Combine(_folder, "key.pem"));
        using var host = new TrackedHost(crash is null ? null : crash.Over, store: store, publish: builder =>
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
