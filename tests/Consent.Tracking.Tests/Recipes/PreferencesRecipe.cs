using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe unsubscribe>
public sealed class Unsubscribe(ConsentTracker tracker)
{
    // The POST of a mail's List-Unsubscribe link (RFC 8058), or of the button on the page that the link in the text shows. Never the GET: scanners follow links.
    public ValueTask<ChangeResult> OneClickAsync(ContactId contact, string message, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        var purpose = Purposes.Marketing.Automatic.Email;
        var link = PersonalLink.Unsubscribe(sentAt, purpose);
        return tracker.As(Actor.ContactByLink(contact, link)).ApplyAsync(
            ConsentChange.For(contact).WithId(ChangeId.From($"unsubscribe:{message}")).From(ChangeSource.SelfService)
                .Object(purpose, evidence: Evidence.WebForm("https://shop.example/unsubscribe")), cancellationToken);
    }
}
// </recipe>

// <recipe preferences>
public sealed class PreferencesPage(ConsentTracker tracker, TimeProvider clock)
{
    // The ticks of the page. A purpose that was said yes to and may not be used all the same shows no tick; its Decision.Code says why.
    public async Task<Dictionary<PurposePath, bool>> ShowAsync(ContactId contact, DateTimeOffset linkMadeAt, CancellationToken cancellationToken)
    {
        var preferences = await By(contact, linkMadeAt).PreferencesAsync(contact, Purposes.Marketing.Group, cancellationToken);
        return preferences.Purposes.ToDictionary(p => p.Purpose, p => p.IsPermitted);
    }

    // Records what was altered, and nothing else: what is sent back as it was shown is no statement of anybody's.
    public async Task<ChangeResult?> SaveAsync(
        ContactId contact, ContactPoint address, DateTimeOffset linkMadeAt, Dictionary<PurposePath, bool> shown, Dictionary<PurposePath, bool> sent, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var evidence = Evidence.WebForm("https://shop.example/preferences").ConfirmedFrom(address);
        var change = ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v2", now);
        foreach (var (purpose, isTicked) in sent.Where(s => shown[s.Key] != s.Value))
        {
            change = isTicked ? change.GiveAnew(purpose, now, evidence) : change.Object(purpose);
        }

        return change.Statements.IsEmpty ? null : await By(contact, linkMadeAt).ApplyAsync(change, cancellationToken);
    }

    // The link came by mail to the address, so it may give; a link that stands in a paper letter may not.
    private ActingTracker By(ContactId contact, DateTimeOffset linkMadeAt) =>
        tracker.As(Actor.ContactByLink(contact, PersonalLink.Preferences(linkMadeAt, mayGive: true)));
}
// </recipe>

public sealed class PreferencesRecipe : IDisposable
{
    private readonly TrackedHost _host = new(configure: SignUp.Configure);

    private static readonly ContactPoint s_address = ContactPoint.Email("ada@shop.example");

    private PreferencesPage Page => new(_host.Tracker, _host.Clock);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task One_click_stops_the_mail_and_a_plain_yes_does_not_bring_it_back()
    {
        await GivenAsync();
        var result = await new Unsubscribe(_host.Tracker).OneClickAsync(Ada, "m-17", _host.Clock.GetUtcNow(), Stop);
        Assert.True(result.IsFullyInForce);
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Ada)).Code);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        var plain = await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).AcceptNotice("v2", _host.Now).Give(Email, _host.Now, Form.ConfirmedFrom(s_address)), Stop);
        Assert.True(plain.Has(ChangeCode.StillObjected));
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task Who_ticks_the_box_again_is_back_and_the_old_link_is_a_no_again()
    {
        await GivenAsync();
        var sentAt = _host.Clock.GetUtcNow();
        await new Unsubscribe(_host.Tracker).OneClickAsync(Ada, "m-17", sentAt, Stop);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        var shown = await Page.ShowAsync(Ada, sentAt, Stop);
        Assert.False(shown[Email]);
        Assert.Null(await Page.SaveAsync(Ada, s_address, sentAt, shown, shown, Stop));
        var saved = await Page.SaveAsync(Ada, s_address, sentAt, shown, new(shown) { [Email] = true }, Stop);
        Assert.True(saved!.IsFullyInForce);
        Assert.True((await Page.ShowAsync(Ada, sentAt, Stop))[Email]);

        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await new Unsubscribe(_host.Tracker).OneClickAsync(Ada, "m-17", sentAt, Stop);
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task An_objection_to_all_marketing_is_taken_back_for_the_ticked_purpose_alone()
    {
        await GivenAsync();
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Group), Stop);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        var shown = await Page.ShowAsync(Ada, _host.Clock.GetUtcNow(), Stop);

        Assert.True((await Page.SaveAsync(Ada, s_address, _host.Clock.GetUtcNow(), shown, new(shown) { [Email] = true }, Stop))!.IsFullyInForce);

        var after = await Page.ShowAsync(Ada, _host.Clock.GetUtcNow(), Stop);
        Assert.Equal([Email], after.Where(p => p.Value).Select(p => p.Key));
    }

    [Fact]
    public async Task An_unsubscribe_link_says_no_to_what_it_names_and_nothing_else()
    {
        var link = PersonalLink.Unsubscribe(_host.Now, Email);
        var all = PersonalLink.Unsubscribe(_host.Now, Purposes.Marketing.Group);
        Assert.True((await _host.Tracker.As(Actor.ContactByLink(Bea, all)).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop)).IsFullyInForce);
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () =>
            await _host.Tracker.As(Actor.ContactByLink(Ada, link)).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.All), Stop));
    }

    private async Task GivenAsync()
    {
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).AcceptNotice("v2", _host.Now).Give(Email, _host.Now, Form.ConfirmedFrom(s_address)), Stop);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        _host.Clock.Advance(TimeSpan.FromDays(1));
    }
}
