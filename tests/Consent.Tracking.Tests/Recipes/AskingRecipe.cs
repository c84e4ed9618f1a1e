using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe asking>
public sealed class AskingForConsent(ConsentTracker tracker)
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    // services.AddConsentTracking(AskingForConsent.Configure)… No preset has a term: without this line a person may be asked again a second after a refusal.
    public static void Configure(ConsentTrackingOptions options) =>
        options.Jurisdiction = Jurisdiction.EuropeanUnion.With(law => law.Asking(afterNoMonths: 6, afterPutOffMonths: 1));

    // Before the question is shown. AskedLately: HoldsUntil says when to look again.
    public ValueTask<ConsentDecision> MayAskAsync(ContactId contact, CancellationToken cancellationToken) =>
        tracker.DecideAsync(ProcessingRequest.ToAsk(contact, s_email), cancellationToken);

    // "Not now" is no refusal: it is kept as asked, and begins a term of its own.
    public ValueTask<ChangeResult> PutOffAsync(ContactId contact, DateTimeOffset at, CancellationToken cancellationToken) =>
        tracker.As(Actor.ApiClient("shop")).ApplyAsync(ConsentChange.For(contact).From(ChangeSource.SelfService).Asked(s_email, at), cancellationToken);
}
// </recipe>

public sealed class AskingRecipe : IDisposable
{
    private readonly TrackedHost _host = new(configure: AskingForConsent.Configure);

    private AskingForConsent Form => new(_host.Tracker);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Whoever_put_it_off_is_asked_again_after_a_month_and_whoever_refused_after_six()
    {
        Assert.Equal(DecisionCode.MayAsk, (await Form.MayAskAsync(Ada, Stop)).Code);
        await Form.PutOffAsync(Ada, _host.Clock.GetUtcNow(), Stop);
        var lately = await Form.MayAskAsync(Ada, Stop);
        Assert.Equal((DecisionCode.AskedLately, _host.Now.PlusMonths(1)), (lately.Code, lately.HoldsUntil!.Value));

        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(DecisionCode.AskedLately, (await Form.MayAskAsync(Ada, Stop)).Code);
        _host.Clock.Advance(TimeSpan.FromDays(150));
        Assert.Equal(DecisionCode.MayAsk, (await Form.MayAskAsync(Ada, Stop)).Code);
    }

    [Fact]
    public async Task No_preset_has_a_term()
    {
        foreach (var preset in Jurisdiction.Presets)
        {
            using var host = new TrackedHost(configure: o => (o.Jurisdiction, o.Sectors) = (preset, [Sector.Other]));
            await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(DecisionCode.MayAsk, (await new AskingForConsent(host.Tracker).MayAskAsync(Ada, Stop)).Code);
        }
    }
}
