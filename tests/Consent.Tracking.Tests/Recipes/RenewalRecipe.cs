using System.Runtime.CompilerServices;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe renewal>
public sealed class Renewal(ConsentTracker tracker, ConsentAudience audience, ConsentPrivacy privacy)
{
    private static readonly PurposePath s_sms = Purposes.Marketing.Automatic.Sms;

    // Only what is sent by SMS changed: consents to e-mail go on.
    public ValueTask<PublicationResult> PublishAsync(string version, DateTimeOffset from, string text, CancellationToken cancellationToken) =>
        privacy.As(Actor.PrivacyManager("privacy-desk")).PublishNoticeAsync(new Notice(version, from) { MaterialFor = [s_sms] }.WithText("en", text), cancellationToken);

    // Who consented under an earlier version and has to do so again, of those who may be asked.
    public async IAsyncEnumerable<ContactId> WhoAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var contact in audience.StreamAsync(ProcessingRequest.ToAskAnyone(s_sms), cancellationToken))
        {
            var decision = await tracker.DecideAsync(ProcessingRequest.ToContact(contact, s_sms), cancellationToken);
            if (decision.Failed.Contains(DecisionCode.NoticeMateriallyChanged))
            {
                yield return contact;
            }
        }
    }
}
// </recipe>

public sealed class RenewalRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Consents_to_what_changed_are_to_be_renewed_and_the_others_go_on()
    {
        var sms = Purposes.Marketing.Automatic.Sms;
        var desk = new Renewal(_host.Tracker, _host.Audience, _host.Privacy);
        await _host.Privacy.As(Manager).PublishNoticeAsync(new Notice("v1", _host.Clock.GetUtcNow().AddDays(-1)), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada, Email), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada, sms), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea, Email), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await desk.WhoAsync(Stop).ToListAsync(Stop));

        await desk.PublishAsync("v2", _host.Clock.GetUtcNow(), "We text you more often.", Stop);

        Assert.Equal([Ada], await desk.WhoAsync(Stop).ToListAsync(Stop));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).AcceptNotice("v2", _host.Now).Give(sms, _host.Now, Form), Stop);
        Assert.Empty(await desk.WhoAsync(Stop).ToListAsync(Stop));
    }
}
