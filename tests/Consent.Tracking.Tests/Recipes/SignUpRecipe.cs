using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe sign-up>
public sealed class SignUp(ConsentTracker tracker)
{
    private const string Form = "https://shop.example/sign-up";
    private const string Notice = "v2";
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    // services.AddConsentTracking(SignUp.Configure)…
    public static void Configure(ConsentTrackingOptions options)
    {
        options.Jurisdiction = Jurisdiction.Italy.TurnOn("double-opt-in");
        options.Sectors.Add(Sector.Other);
    }

    // The form was sent. Anybody can type any address in, so this permits nothing yet.
    public ValueTask<ChangeResult> AskAsync(SignUpMail mail, CancellationToken cancellationToken) =>
        tracker.As(Actor.ApiClient("shop")).ApplyAsync(ConsentChange.For(mail.Contact).WithId(ChangeId.From($"sign-up:{mail.Number}")).From(ChangeSource.SelfService)
            .AcceptNotice(Notice, mail.SentAt)
            .Give(s_email, mail.SentAt, Evidence.WebForm(Form)), cancellationToken);

    // The button behind the mail's link was pressed. The host keeps the instant of the first click beside the mail, and hands it over again with each further one.
    public ValueTask<ChangeResult> ConfirmAsync(SignUpMail mail, DateTimeOffset firstClickAt, CancellationToken cancellationToken) =>
        By(mail).ApplyAsync(ConsentChange.For(mail.Contact).WithId(ChangeId.From($"confirmed:{mail.Number}")).From(ChangeSource.SelfService)
            .AcceptNotice(Notice, firstClickAt)
            .Give(s_email, firstClickAt, Evidence.WebForm(Form).ConfirmedFrom(mail.Address)), cancellationToken);

    // "That was not me", in the same mail: another kind of click, another change id.
    public ValueTask<ChangeResult> NotMeAsync(SignUpMail mail, CancellationToken cancellationToken) =>
        By(mail).ApplyAsync(ConsentChange.For(mail.Contact).WithId(ChangeId.From($"not-me:{mail.Number}")).From(ChangeSource.SelfService).Withdraw(s_email), cancellationToken);

    private ActingTracker By(SignUpMail mail) => tracker.As(Actor.ContactByLink(mail.Contact, PersonalLink.DoubleOptIn(mail.SentAt, s_email)));
}

// What the host keeps of a mail that it sent; the link in it holds the number, signed.
public sealed record SignUpMail(string Number, ContactId Contact, ContactPoint Address, DateTimeOffset SentAt);
// </recipe>

public sealed class SignUpRecipe : IDisposable
{
    private readonly TrackedHost _host = new(configure: SignUp.Configure);

    private static readonly ContactPoint s_address = ContactPoint.Email("ada@shop.example");

    private SignUp Page => new(_host.Tracker);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_sign_up_permits_nothing_until_it_is_confirmed_and_then_at_that_address()
    {
        var mail = Mail();
        var asked = await Page.AskAsync(mail, Stop);
        Assert.Equal((ChangeOutcome.Recorded, false), (asked.Outcome, asked.IsFullyInForce));
        Assert.True(asked.Has(ChangeCode.PendingConfirmation));
        Assert.Equal(DecisionCode.PendingConfirmation, (await _host.MayEmail(Ada)).Code);
        _host.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True((await Page.ConfirmAsync(mail, _host.Clock.GetUtcNow(), Stop)).IsFullyInForce);

        var request = ProcessingRequest.ToContact(Ada, Email);
        Assert.True((await _host.Tracker.DecideAsync(request.At(s_address), Stop)).IsPermitted);
        Assert.Equal(DecisionCode.NotDemonstrable, (await _host.Tracker.DecideAsync(request.At(ContactPoint.Email("ada@home.example")), Stop)).Code);
    }

    [Fact]
    public async Task A_confirmation_that_names_no_notice_rests_on_none()
    {
        var mail = Mail();
        await Page.AskAsync(mail, Stop);
        _host.Clock.Advance(TimeSpan.FromHours(1));
        await _host.Tracker.As(Actor.ContactByLink(Ada, PersonalLink.DoubleOptIn(mail.SentAt, Email))).ApplyAsync(
            ConsentChange.For(Ada).From(ChangeSource.SelfService).Give(Email, _host.Now, Form.ConfirmedFrom(s_address)), Stop);
        Assert.Equal(DecisionCode.NoticeMissing, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task A_second_click_with_the_first_ones_date_is_a_repetition_and_with_another_date_refused()
    {
        var mail = Mail();
        await Page.AskAsync(mail, Stop);
        var first = _host.Clock.GetUtcNow();
        await Page.ConfirmAsync(mail, first, Stop);
        _host.Clock.Advance(TimeSpan.FromHours(1));

        var again = await Page.ConfirmAsync(mail, first, Stop);
        Assert.Equal((ChangeOutcome.Repeated, true), (again.Outcome, again.IsFullyInForce));
        Assert.Equal(ChangeCode.ChangeIdReused, (await Page.ConfirmAsync(mail, _host.Clock.GetUtcNow(), Stop)).Code);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);

        // It takes no withdrawal of meanwhile back.
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        await Page.ConfirmAsync(mail, first, Stop);
        await Page.ConfirmAsync(mail, _host.Clock.GetUtcNow(), Stop);
        Assert.Equal(DecisionCode.ConsentWithdrawn, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task What_nobody_confirms_is_after_a_week_as_never_said_and_who_never_asked_says_so()
    {
        var mail = Mail();
        await Page.AskAsync(mail, Stop);
        _host.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Contains(DecisionCode.ConsentNeverAsked, (await _host.MayEmail(Ada)).Failed);

        Assert.True((await Page.ConfirmAsync(mail, _host.Clock.GetUtcNow(), Stop)).Has(ChangeCode.NotPermitted));
        await Page.NotMeAsync(mail, Stop);
        Assert.Equal(DecisionCode.ConsentRefused, (await _host.MayEmail(Ada)).Code);
    }

    private SignUpMail Mail() => new("4711", Ada, s_address, _host.Clock.GetUtcNow());
}
