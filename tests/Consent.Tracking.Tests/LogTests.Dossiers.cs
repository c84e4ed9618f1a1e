using Consent.Auditing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>What shows somebody else what the log says: receipts and dossiers.</content>
public sealed partial class LogTests
{
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
}
