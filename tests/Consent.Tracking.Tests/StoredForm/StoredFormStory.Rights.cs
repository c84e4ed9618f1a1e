namespace Consent.Tracking.Tests.StoredForm;

/// <summary>What was rectified, erased and closed.</summary>
internal static partial class StoredFormStory
{
    private static async Task RectifyAsync(StoredFormHost host)
    {
        await SayAsync(host, Of("ned", "yes").Give(s_email, host.Now, s_form, "v1"));
        await host.Privacy.RectifyAsync(Rectification.OfChange(ContactId.From("mia"), ChangeId.From("same"), "two customers, taken for one", "case 11"), Stop);
        await SayAsync(host, Of("ora", "yes").Give(s_email, host.Now, s_form, "v1"));
        await SayAsync(host, Of("ora", "click").Object(s_email));
        await host.Privacy.RectifyAsync(Rectification.OfChange(ContactId.From("ora"), ChangeId.From("click"), "a scanner's click", "case 12"), Stop);
        Pass(host);
    }

    /// <summary>Ids that were erased, of each kind that is kept; two that were one person; one wholly forgotten, one that came back; ids closed by a list, one of them wrongly; holds.</summary>
    private static async Task EraseAsync(StoredFormHost host)
    {
        foreach (var contact in (string[])["pia", "quinn", "ray", "sam", "tom", "val", "xia"])
        {
            await SayAsync(host, Of(contact, "yes").Give(s_email, host.Now, s_form, "v1"));
        }

        await SayAsync(host, Of("quinn", "no").Withdraw(s_email));
        await LinkAsync(host, "ray", "sam", "same", host.Now);
        await host.Privacy.HoldAsync(ContactId.From("pia"), "case 21", Stop);
        await host.Privacy.HoldAsync(ContactId.From("tom"), "case 22", Stop);
        Assert.Equal(ErasureOutcome.Held, await EraseAsync(host, "tom"));
        await host.Privacy.ReleaseHoldAsync(ContactId.From("tom"), "case 22", Stop);
        Assert.Equal(ErasureOutcome.Erased, await EraseAsync(host, "tom"));
        Assert.Equal(ErasureOutcome.ErasedNeverContact, await EraseAsync(host, "quinn", ErasureKeeps.NeverContact));
        Assert.Equal(ErasureOutcome.Erased, await EraseAsync(host, "ray"));
        Assert.Equal(ErasureOutcome.Forgotten, await EraseAsync(host, "val", ErasureKeeps.Nothing));
        Assert.Equal(ErasureOutcome.Erased, await EraseAsync(host, "xia"));
        await SayAsync(host, host.Tracker.As(Actor.ForSelf(ContactId.From("xia"))), Of("xia", "again").From(ChangeSource.SelfService).Give(s_email, host.Now, s_form, "v1"));
        await host.Privacy.CloseAsync(new() { Name = "robinson", Contacts = [ContactId.From("una"), ContactId.From("ulf"), ContactId.From("yan")] }, Stop);
        Pass(host);
        await SayAsync(host, host.Desk, Of("yan", "back").Because("came in and asked for it").From(ChangeSource.UserInterface).Give(s_email, host.Now, Evidence.SignedPaper("archive 9"), "v1"));
        Assert.Equal(RectificationOutcome.Rectified, await host.Privacy.RectifyAsync(Rectification.OfList(ContactId.From("ulf"), "robinson", "not on the list", "case 31"), Stop));
        Pass(host);
    }

    private static async Task<ErasureOutcome> EraseAsync(StoredFormHost host, string contact, ErasureKeeps keeps = ErasureKeeps.Erased)
    {
        var outcome = await host.Privacy.EraseAsync(new(ContactId.From(contact), "GDPR 17(1)(b)") { Keeps = keeps }, Stop);
        Pass(host);
        return outcome;
    }
}
