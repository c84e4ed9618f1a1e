using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe links>
public sealed class Duplicates(ConsentTracker tracker, ConsentPrivacy privacy)
{
    // One customer entered twice. Dated back to the first record, a later yes of one answers an earlier no of the other; that takes somebody who may, and a reason.
    public ValueTask<ChangeResult> MergeAsync(string clerk, string caseNumber, ContactId one, ContactId other, DateTimeOffset onePersonSince, string reason, CancellationToken cancellationToken) =>
        tracker.As(Actor.Operator(clerk)).LinkAsync(
            new ContactLink(one, other, onePersonSince, ChangeId.From($"merge:{caseNumber}")) { Reason = reason, Source = ChangeSource.UserInterface }, cancellationToken);

    // They were one and are so no longer: a shared account that was parted. What was said in between stays with both.
    public ValueTask<ChangeResult> PartAsync(string clerk, string caseNumber, ContactId one, ContactId other, DateTimeOffset since, string reason, CancellationToken cancellationToken) =>
        tracker.As(Actor.Operator(clerk)).LinkAsync(
            new ContactLink(one, other, since, ChangeId.From($"part:{caseNumber}"), isLinked: false) { Reason = reason, Source = ChangeSource.UserInterface }, cancellationToken);

    // They never were one: the link leaves the record as if it had not been, and nothing of either stays with the other.
    public ValueTask<RectificationOutcome> NeverWereAsync(string caseNumber, ContactId one, string reference, CancellationToken cancellationToken) =>
        privacy.As(Actor.PrivacyManager("privacy-desk")).RectifyAsync(
            Rectification.OfChange(one, ChangeId.From($"merge:{caseNumber}"), "two customers, taken for one", reference), cancellationToken);
}
// </recipe>

public sealed class LinkRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    private Duplicates Desk => new(_host.Tracker, _host.Privacy);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Dated_back_with_a_reason_the_later_yes_of_one_answers_the_earlier_no_of_the_other()
    {
        var first = await GivenAsync();
        Assert.True((await Desk.MergeAsync("care-7", "81", Ada, Bea, first, "entered twice", Stop)).IsFullyInForce);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
    }

    [Fact]
    public async Task A_program_cannot_date_back_what_permits()
    {
        var first = await GivenAsync();
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, first, ChangeId.From("merge:81")), Stop);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);
    }

    [Fact]
    public async Task Parted_the_noes_of_in_between_stay_with_both_and_the_yeses_do_not()
    {
        var first = await GivenAsync();
        await Desk.MergeAsync("care-7", "81", Ada, Bea, first, "entered twice", Stop);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Automatic.Sms), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.True((await Desk.PartAsync("care-7", "82", Ada, Bea, first.AddDays(1), "father and son", Stop)).IsFullyInForce);

        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(FlagValue.Active, (await _host.Tracker.As(Api).GetAsync(Bea, Stop))[Purposes.Marketing.Automatic.Sms].Objection);
    }

    [Fact]
    public async Task Parted_at_the_very_date_of_the_link_they_stay_linked()
    {
        var first = await GivenAsync();
        await Desk.MergeAsync("care-7", "81", Ada, Bea, first, "entered twice", Stop);
        var parted = await Desk.PartAsync("care-7", "82", Ada, Bea, first, "father and son", Stop);
        Assert.Equal((ChangeCode.Superseded, false), (parted.Code!.Value, parted.IsFullyInForce));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Rectified_nothing_of_either_is_with_the_other()
    {
        var first = await GivenAsync();
        await Desk.MergeAsync("care-7", "81", Ada, Bea, first, "entered twice", Stop);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);

        Assert.Equal(RectificationOutcome.Rectified, await Desk.NeverWereAsync("81", Ada, "case 82", Stop));

        Assert.True((await _host.MayEmail(Bea)).IsPermitted);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    /// <summary>Ada withdrew; a month later Bea gave.</summary>
    private async Task<DateTimeOffset> GivenAsync()
    {
        var first = _host.Clock.GetUtcNow();
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(30));
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        return first;
    }
}
