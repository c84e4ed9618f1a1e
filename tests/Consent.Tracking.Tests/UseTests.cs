using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>An answer says what may be done afterwards, and what decides.</summary>
public class UseTests
{
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_and_its_plan_say_how_many_may_be_used_and_why_the_others_may_not(bool isDryRun)
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        var items = new[] { "ada", "bea", "cid", "dan", "eva" }.Select((id, i) => Imported(host, id, hasNotice: i != 3));

        var report = await host.Bulk.As(Api).Apply(items.ToAsyncEnumerable(), new() { IsDryRun = isDryRun, BatchSize = 2 }).CompleteAsync(Stop);

        var use = Assert.Single(report.Uses);
        Assert.Equal((Email, 3, 5), (use.Purpose, use.Permitted, use.Asked));
        Assert.Equal([(DecisionCode.NoticeMissing, 1L), (DecisionCode.ConsentWithdrawn, 1L)], use.Reasons.Select(r => (r.Key, r.Value)));
        Assert.Contains("marketing.automatic.email: 3 of 5 may be used (", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(isDryRun ? 1 : 6, await host.LogSize());
    }

    [Fact]
    public async Task A_document_is_reported_by_what_it_says_also_where_nothing_is_new()
    {
        using var host = new TrackedHost();
        var flags = NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Active).With(s_sms, ConsentFlag.Status, FlagValue.Inactive);
        ConsentDocument Night() => new(Ada, "crm", host.Now, flags, new("v1", host.Now.Plus(TimeSpan.FromDays(-1))));
        await host.Bulk.As(Api).Apply(new[] { Night() }.ToAsyncEnumerable()).CompleteAsync(Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));

        var report = await host.Bulk.As(Api).Apply(new[] { Night() }.ToAsyncEnumerable()).CompleteAsync(Stop);

        Assert.Equal([Email, s_sms], report.Uses.Select(u => u.Purpose).Order());
        Assert.All(report.Uses, u => Assert.Equal(1, u.Asked));
        Assert.Equal(0, report.Uses.Single(u => u.Purpose == s_sms).Permitted);
    }

    [Fact]
    public async Task An_unknown_purpose_shows_in_the_report()
    {
        using var host = new TrackedHost();
        var change = ConsentChange.For(Ada).WithId(ChangeId.From("x")).From(ChangeSource.Import).Give(PurposePath.Parse("marketing.email"), host.Now, Evidence.Asserted("f:1"));

        var report = await host.Bulk.As(Api).Apply(new[] { change }.ToAsyncEnumerable()).CompleteAsync(Stop);

        Assert.Equal(DecisionCode.UnknownPurpose, Assert.Single(Assert.Single(report.Uses).Reasons).Key);
    }

    [Fact]
    public async Task Preferences_say_what_decides_where_what_was_said_is_no_permission()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Give(Email, host.Now, Form), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, s_sms), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Profiling.Group), Stop);

        // What was said after it counts for the linked id too.
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);

        var preferences = await host.Tracker.As(Actor.ForSelf(Ada)).PreferencesAsync(Ada, null, Stop);

        Assert.Equal(ContactlabTaxonomy.Instance.Nodes.Count(n => !n.IsGroup), preferences.Purposes.Length);
        var email = preferences[Email]!;
        Assert.Equal(FlagValue.Active, email.Said.Status);
        Assert.Equal((false, DecisionCode.NoticeMissing), (email.IsPermitted, email.Decision.Code));
        Assert.True(preferences[s_sms]!.IsPermitted);
        Assert.Equal(DecisionOutcome.Deny, preferences[Purposes.Profiling.Online]!.Decision.Outcome);
        Assert.Equal(Purposes.Profiling.Group, preferences[Purposes.Profiling.Online]!.Decision.Node);
        foreach (var preference in preferences.Purposes)
        {
            var node = ContactlabTaxonomy.Instance.Find(preference.Purpose)!;
            Assert.Equal(await host.Tracker.DecideAsync(ProcessingRequest.ToUse(Ada, node), Stop), preference.Decision);
        }

        var some = await host.Tracker.As(Api).PreferencesAsync(Ada, Purposes.SoftSpam.Group, Stop);
        Assert.Equal([Purposes.SoftSpam.Email, Purposes.SoftSpam.Paper], some.Purposes.Select(p => p.Purpose));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Tracker.As(Actor.ForSelf(Bea)).PreferencesAsync(Ada, null, Stop));
    }

    private static ConsentChange Imported(TrackedHost host, string id, bool hasNotice)
    {
        var change = ConsentChange.For(ContactId.From(id)).WithId(ChangeId.From($"import-{id}")).From(ChangeSource.Import);
        var said = host.Now.Plus(TimeSpan.FromDays(-9));
        return (hasNotice ? change.AcceptNotice("v1", said) : change).Give(Email, said, Evidence.Asserted($"crm.csv:{id}"));
    }
}
