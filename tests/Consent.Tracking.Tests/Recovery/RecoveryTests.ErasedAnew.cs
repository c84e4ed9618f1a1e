using Consent.Auditing;
using Consent.Storage;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>Whom a backup brings back, and who is erased anew.</content>
public sealed partial class RecoveryTests
{
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
}
