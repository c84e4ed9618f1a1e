using static Consent.Tracking.Tests.StoredForm.StoredFormHost;

namespace Consent.Tracking.Tests.StoredForm;

/// <summary>A shop's first weeks, in which all happens that a store keeps. What is added here stands in the next folder only.</summary>
internal static partial class StoredFormStory
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;
    private static readonly Evidence s_form = Evidence.WebForm("https://shop.example/signup", Sha256Digest.OfText("I want the newsletter."));

    /// <summary>When it begins.</summary>
    public static Timestamp Start { get; } = Timestamp.Parse("2026-01-01T08:00:00.000000Z");

    /// <summary>When it has ended, also for whoever asks years later.</summary>
    public static Timestamp End { get; } = Timestamp.Parse("2026-02-01T08:00:00.000000Z");

    /// <summary>An address that several share.</summary>
    public static ContactPoint MailBox { get; } = ContactPoint.Email("family@shop.example");

    /// <summary>All whom it is about.</summary>
    public static IReadOnlyList<string> Contacts { get; } =
    [
        "ada", "bea", "cid", "dan", "eve", "fay", "gus", "hal", "ivy", "jon", "kim", "leo", "mia", "ned", "ora", "pia", "quinn", "ray", "sam", "tom", "uma", "val", "wes", "xia", "yan", "zoe",
        MailBox.Id.Value, "una", "ulf", "uwe",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task TellAsync(StoredFormPlace place)
    {
        await using (var first = new StoredFormHost(place, Start, isFirst: true))
        {
            await SayAsync(first);
            await ReadFilesAsync(first);
            await LinkAsync(first);
            await RectifyAsync(first);
            await EraseAsync(first);
            await first.Log.CheckpointAsync(Stop);
        }

        await using var second = new StoredFormHost(place, Timestamp.Parse("2026-01-20T08:00:00.000000Z"));
        await PublishAsync(second);
        await ConfirmAsync(second);
        await second.Privacy.RotateKeysAsync(Stop);
        await second.Privacy.ChangeSignerAsync(Stop);
        Assert.True((await second.Audit.VerifyAsync(cancellationToken: Stop)).IsSound);
        await second.Log.CheckpointAsync(Stop);
    }

    /// <summary>The document that comes each night.</summary>
    public static ConsentDocument Night(string contact, int day, FlagValue email) =>
        new(ContactId.From(contact), "crm", Start.Plus(TimeSpan.FromDays(day)), NodeFlags.Empty.With(s_email, ConsentFlag.Status, email).With(s_sms, ConsentFlag.Objection, FlagValue.Active), new("v1", Start));

    public static ConsentChange Of(string contact, string id) => ConsentChange.For(ContactId.From(contact)).WithId(ChangeId.From(id));

    /// <summary>Every method, every flag, yes and no, a pause, a question, a path that nobody knows yet.</summary>
    private static async Task SayAsync(StoredFormHost host)
    {
        await SayAsync(host, Of("ada", "signup").From(ChangeSource.SelfService).AcceptNotice("v1", host.Now, "it", Sha256Digest.OfText("We write to you.")).Give(s_email, host.Now, s_form).Give(s_sms, host.Now, s_form).Withdraw(Purposes.Profiling.Online, host.Now, s_form));
        await SayAsync(host, Of("bea", "no").Withdraw(s_email).Object(Purposes.Marketing.Group));
        await SayAsync(host, Of("bea", "yes").Give(s_email, host.Now, s_form, "v1").RetractObjection(Purposes.Marketing.Group, host.Now, s_form));
        await SayAsync(host, Of("cid", "restricts").Restrict(PurposePath.All));
        await SayAsync(host, Of("cid", "paper").Give(Purposes.Marketing.Traditional.Paper, host.Now, Evidence.SignedPaper("archive 7"), "v1"));
        await SayAsync(host, Of("cid", "lifts").LiftRestriction(PurposePath.All, host.Now, Evidence.LiftedByController("the claim was settled", "case 3")));
        await SayAsync(host, Of("dan", "call").Give(Purposes.Marketing.Traditional.Phone, host.Now, Evidence.RecordedCall("call 81"), "v1", until: host.Now.Plus(TimeSpan.FromDays(365))).Because("rang us; wants to hear of the sales, \"and soon\" – 5 €"));
        await SayAsync(host, Of("dan", "pause").Pause(s_email, host.Now.Plus(TimeSpan.FromDays(90)), s_form));
        await SayAsync(host, Of("dan", "asked").Asked(s_sms, host.Now));
        await SayAsync(host, Of("eve", "no").Withdraw(s_email));
        await SayAsync(host, Of("fay", "later").Object("newsletters.shoes").Give(s_email, host.Now, s_form, "v1"));
        await SayAsync(host, ConsentChange.For(MailBox.Id).WithId(ChangeId.From("bounce")).Object(s_email));
        await SayAsync(host, Of("wes", "profile").From(ChangeSource.SelfService).Give(Purposes.Profiling.Classic, host.Now, s_form, "v1").Give(Purposes.ThirdPartyTransfer.Marketing, host.Now, s_form, "v1").Object(Purposes.SoftSpam.Email));
    }

    /// <summary>A list of changes, one of which would weaken a no; and the files of two nights.</summary>
    private static async Task ReadFilesAsync(StoredFormHost host)
    {
        var list = new[]
        {
            Of("eve", "import").From(ChangeSource.Import).Give(s_email, host.Now, Evidence.Asserted("old.csv"), "v1"),
            Of("zoe", "import").From(ChangeSource.Import).Give(s_email, Start.Plus(TimeSpan.FromDays(-100)), Evidence.Asserted("old.csv"), "v1"),
        };
        await host.Bulk.Apply(list.ToAsyncEnumerable()).CompleteAsync(Stop);
        Pass(host);
        for (var day = -2; day < 0; day++)
        {
            await host.Bulk.Apply(new[] { Night("gus", day, FlagValue.Active), Night("hal", day, day < -1 ? FlagValue.Active : FlagValue.Inactive) }.ToAsyncEnumerable(), new() { IsWholeFile = true }).CompleteAsync(Stop);
            Pass(host);
        }

        await host.Shop.MergeAsync(new(ContactId.From("hal"), "till", Start, NodeFlags.Empty.With(Purposes.Marketing.Traditional.Paper, ConsentFlag.Status, FlagValue.Active), new("v1", Start)), Stop);
        Pass(host);
    }

    /// <summary>One link that stands and is dated back, one that was undone, one that never was right.</summary>
    private static async Task LinkAsync(StoredFormHost host)
    {
        await SayAsync(host, Of("ivy", "no").Withdraw(s_email));
        await SayAsync(host, Of("jon", "yes").Give(s_email, host.Now, s_form, "v1"));
        await LinkAsync(host, "ivy", "jon", "same", Start);
        await SayAsync(host, Of("kim", "yes").Give(s_email, host.Now, s_form, "v1"));
        await LinkAsync(host, "kim", "leo", "same", host.Now);
        await SayAsync(host, Of("leo", "no").Object(s_sms));
        await LinkAsync(host, "kim", "leo", "parted", host.Now, isLinked: false);
        await SayAsync(host, Of("mia", "no").Object(s_email));
        await LinkAsync(host, "mia", "ned", "same", host.Now);
    }

    /// <summary>A notice that asks everybody anew, and purposes.</summary>
    private static async Task PublishAsync(StoredFormHost host)
    {
        await host.Privacy.PublishPurposesAsync(p => p.Group("newsletters", Operation.ToContact).Purpose("newsletters.shoes", Channel.Email), Stop);
        await host.Privacy.PublishNoticeAsync(new Notice("v2", host.Now).WithText("it", "We write to you, and more often."), Stop);
        Pass(host);
        await host.Privacy.PublishNoticeAsync(new Notice("v3", host.Now.Plus(TimeSpan.FromDays(100))) { IsMaterial = true }.WithText("en", "We write to you every day."), Stop);
        Pass(host);
    }

    /// <summary>A form that waits for its confirmation, and one that was confirmed.</summary>
    private static async Task ConfirmAsync(StoredFormHost host)
    {
        await SayAsync(host, Of("uma", "signup").From(ChangeSource.SelfService).AcceptNotice("v2", host.Now).Give(s_email, host.Now, s_form));
        await SayAsync(host, Of("uwe", "signup").From(ChangeSource.SelfService).AcceptNotice("v2", host.Now).Give(s_email, host.Now, s_form).Give(WhatsApp, host.Now, s_form));
        await SayAsync(host, Of("uwe", "confirmed").From(ChangeSource.SelfService).AcceptNotice("v2", host.Now).Give(s_email, host.Now, s_form with { IsConfirmed = true }).Give(WhatsApp, host.Now, s_form with { IsConfirmed = true }));
        await SayAsync(host, Of("uwe", "shoes").From(ChangeSource.SelfService).Give(PurposePath.Parse("newsletters.shoes"), host.Now, s_form with { IsConfirmed = true }, "v2"));
        await host.Tracker.As(Actor.ForSelf(ContactId.From("ada"))).ExportAsync(ContactId.From("ada"), Stop);
        await host.Audit.HistoryAsync(ContactId.From("bea"), Stop);
        Pass(host);
    }

    private static Task SayAsync(StoredFormHost host, ConsentChange change) => SayAsync(host, host.Shop, change);

    private static async Task SayAsync(StoredFormHost host, ActingTracker actor, ConsentChange change)
    {
        var result = await actor.ApplyAsync(change, Stop);
        Assert.True(result.Outcome == ChangeOutcome.Recorded, $"{change.Contact.Value} {change.Id?.Value} {result.Outcome} {result.Code}");
        Pass(host);
    }

    private static async Task LinkAsync(StoredFormHost host, string one, string other, string id, Timestamp at, bool isLinked = true)
    {
        var result = await host.Desk.LinkAsync(new(ContactId.From(one), ContactId.From(other), at, ChangeId.From(id), isLinked) { Reason = "seen at the desk", Source = ChangeSource.UserInterface }, Stop);
        Assert.Equal(ChangeOutcome.Recorded, result.Outcome);
        Pass(host);
    }

    private static void Pass(StoredFormHost host) => host.Clock.Advance(TimeSpan.FromMinutes(30));
}
