using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe rectification>
public sealed class WrongRecords(ConsentPrivacy privacy)
{
    // A mail gateway followed the unsubscribe links of one campaign: each of these changes says what nobody said.
    public ValueTask<RectificationReport> ScannedAsync(IEnumerable<(ContactId Contact, string Message)> clicks, string caseNumber, CancellationToken cancellationToken) =>
        privacy.As(Actor.PrivacyManager("privacy-desk")).RectifyAsync(
            clicks.Select(c => Rectification.OfChange(c.Contact, ChangeId.From($"unsubscribe:{c.Message}"), "clicks of a mail gateway", caseNumber)).ToAsyncEnumerable(), cancellationToken);
}
// </recipe>

public sealed class RectificationRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_clicks_leave_the_record_and_what_was_said_before_stands()
    {
        await GivenAsync(new Unsubscribe(_host.Tracker).OneClickAsync(Ada, "m-17", _host.Clock.GetUtcNow(), Stop));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);

        var report = await new WrongRecords(_host.Privacy).ScannedAsync([(Ada, "m-17"), (Bea, "m-17")], "case 9", Stop);

        Assert.Equal((1L, RectificationOutcome.NotOnRecord), (report.Rectified, Assert.Single(report.NotRectified).Value));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_no_that_comes_again_under_the_rectified_id_counts_and_a_yes_does_not()
    {
        await GivenAsync(new Unsubscribe(_host.Tracker).OneClickAsync(Ada, "m-17", _host.Clock.GetUtcNow(), Stop));
        await new WrongRecords(_host.Privacy).ScannedAsync([(Ada, "m-17")], "case 9", Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await new Unsubscribe(_host.Tracker).OneClickAsync(Ada, "m-17", _host.Clock.GetUtcNow(), Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task What_a_source_goes_on_saying_it_says_again_the_next_night()
    {
        var night = await _host.Tracker.As(Api).MergeAsync(Night(), Stop);
        await _host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(Ada, night[0].Change, "a column was read wrongly", "case 10"), Stop);
        Assert.Empty((await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Flags);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        await _host.Tracker.As(Api).MergeAsync(Night(), Stop);

        Assert.Equal(FlagValue.Active, (await _host.Tracker.As(Api).GetAsync(Ada, Stop))[Email].Objection);
    }

    private async Task GivenAsync(ValueTask<ChangeResult> click)
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await click;
    }

    private ConsentDocument Night() => new(Ada, "crm", _host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Objection, FlagValue.Active));
}
