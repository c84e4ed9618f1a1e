using Consent.Storage;
using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>What an erasure kept after the backup was made is kept again.</content>
public sealed partial class RecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_no_to_confirmations_that_an_erasure_kept_is_kept_when_it_is_done_anew(bool encrypts)
    {
        _encrypts = encrypts;
        var mail = PurposePath.Parse("service.orders.email");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop), taxonomy: TaxonomyGen.Serving);
        BackUp("before");
        await WorkAsync(
            async host =>
            {
                await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(mail), Stop);
                await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
                Assert.Single((await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Noes);
            },
            taxonomy: TaxonomyGen.Serving);
        Restore("before");

        await WorkAsync(
            async host =>
            {
                await host.Privacy.As(Manager).RecoverAsync(Stop);
                await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop);
                var ada = await host.Tracker.As(Api).GetAsync(Ada, Stop);
                Assert.Equal(ClosedKind.NeverContact, ada.Closing?.Kind);
                Assert.Equal([mail], ada.Closing!.Noes.Select(n => n.Node));
            },
            taxonomy: TaxonomyGen.Serving);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whose_whole_life_is_later_than_the_backup_stays_erased_when_the_changes_are_sent_again(bool encrypts)
    {
        _encrypts = encrypts;
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        BackUp("before");
        ConsentChange? yes = null;
        await WorkAsync(async host =>
        {
            yes = host.Give(Ada).WithId(ChangeId.From("yes"));
            await host.Tracker.As(Api).ApplyAsync(yes, Stop);
            host.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.NeverContact }, Stop));
            Assert.Equal(ChangeCode.ErasedBefore, (await host.Tracker.As(Api).ApplyAsync(yes, Stop)).Code);
        });
        Restore("before");

        await WorkAsync(async host =>
        {
            Assert.Equal(1, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
            Assert.Equal(ChangeCode.ErasedBefore, (await host.Tracker.As(Api).ApplyAsync(yes!, Stop)).Code);
            await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop);
            Assert.False((await host.MayEmail(Ada)).IsPermitted);
            Assert.True((await host.MayEmail(Bea)).IsPermitted);
        });
        await AssertRecoveredAsync();
    }

    [Fact]
    public async Task Whoever_was_erased_again_since_the_backup_stays_erased_as_of_the_last_time()
    {
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        BackUp("before");
        ConsentChange? again = null;
        await WorkAsync(async host => await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
        await WorkAsync(async host =>
        {
            again = host.Give(Ada).WithId(ChangeId.From("again"));
            Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(again, Stop)).Outcome);
            host.Clock.Advance(TimeSpan.FromHours(1));
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        });
        Restore("before");

        await WorkAsync(async host =>
        {
            Assert.Equal(2, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
            Assert.Equal(ChangeCode.ErasedBefore, (await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(again!, Stop)).Code);
        });
        await AssertRecoveredAsync();
    }

    [Fact]
    public async Task An_id_that_was_opened_or_forgotten_since_is_not_closed_by_a_recovery()
    {
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
            await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Stop);
        });
        await WorkAsync(async host =>
        {
            await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop);
            await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Nothing }, Stop);
        });
        BackUp("before");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(ContactId.From("cyd")), Stop));
        Restore("before");

        await WorkAsync(async host =>
        {
            Assert.Equal(0, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
            await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop);
            Assert.True((await host.MayEmail(Ada)).IsPermitted);
            Assert.Null((await host.Tracker.As(Api).GetAsync(Bea, Stop)).Closing);
        });
        await AssertRecoveredAsync();
    }

    [Fact]
    public async Task A_recovery_that_was_cut_off_at_any_step_keeps_all_the_same_what_was_kept()
    {
        var changes = new List<ConsentChange>();
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        BackUp("before");
        await WorkAsync(async host =>
        {
            changes.Add(host.Give(Bea).WithId(ChangeId.From("yes")));
            await host.Tracker.As(Api).ApplyAsync(changes[0], Stop);
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
            host.Clock.Advance(TimeSpan.FromHours(1));
            changes.Add(host.Give(Ada).WithId(ChangeId.From("again")));
            Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(changes[1], Stop)).Outcome);
            host.Clock.Advance(TimeSpan.FromHours(1));
            await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link"), true), Stop);
            await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        });
        var journal = await File.ReadAllBytesAsync(Journal, Stop);
        for (var (step, isCut) = (1, true); isCut; step++)
        {
            Restore("before");
            await File.WriteAllBytesAsync(Journal, journal, Stop);
            foreach (var later in Directory.GetFiles(Published, "*%2F2@*"))
            {
                File.Delete(later);
            }

            var crash = new Crash();
            await WorkAsync(
                async host =>
                {
                    crash.In(step);
                    try
                    {
                        await host.Privacy.As(Manager).RecoverAsync(Stop);
                    }
                    catch (ConsentStoreException) when (crash.Happened)
                    {
                        // The next process does the rest.
                    }
                },
                crash: crash);
            await WorkAsync(async host =>
            {
                await host.Privacy.As(Manager).RecoverAsync(Stop);
                foreach (var change in changes)
                {
                    Assert.Equal((step, ChangeCode.ErasedBefore), (step, (await host.Tracker.As(Actor.ForSelf(change.Contact)).ApplyAsync(change, Stop)).Code));
                }
            });
            isCut = crash.Happened;
        }
    }

    /// <summary>The log verifies, and no erasure is left to do.</summary>
    private Task AssertRecoveredAsync() => WorkAsync(async host =>
    {
        Assert.Equal(0, (await host.Privacy.As(Manager).RecoverAsync(Stop)).Erasures);
        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    });
}
