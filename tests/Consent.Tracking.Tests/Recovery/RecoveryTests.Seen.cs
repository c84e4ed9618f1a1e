using Consent.Auditing;
using Consent.Storage;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>What is seen of a log that was cut off or rewritten, before and after a recovery.</content>
public sealed partial class RecoveryTests
{
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
}
