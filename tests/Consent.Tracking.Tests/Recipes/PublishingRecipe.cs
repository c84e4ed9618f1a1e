using System.Buffers;
using System.Text;
using Consent.Interchange;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe publishing>
public sealed class Publishing(ConsentPrivacy privacy)
{
    private readonly ActingPrivacy _manager = privacy.As(Actor.PrivacyManager("privacy-desk"));

    // A version that was published takes a text in a further language; with anything else about it altered, it is refused. IsMaterial: consents given before must be given anew.
    public ValueTask<PublicationResult> NoticeAsync(string version, DateTimeOffset from, string italian, string english, bool isMaterial, CancellationToken cancellationToken) =>
        _manager.PublishNoticeAsync(new Notice(version, from) { IsMaterial = isMaterial }.WithText("it", italian).WithText("en", english), cancellationToken);

    // The group with it: what is there already is left as it is. Whoever objects to marketing objects to newsletters: a group of its own is covered only if that is said.
    public ValueTask<PublicationResult> NewsletterAsync(string name, CancellationToken cancellationToken) =>
        _manager.PublishPurposesAsync(purposes => purposes
            .Group("newsletters", Operation.ToContact)
            .Covers("marketing", "newsletters")
            .Purpose($"newsletters.{name}", Channel.Email), cancellationToken);
}
// </recipe>

public sealed class PublishingRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    private Publishing Desk => new(_host.Privacy);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Once_a_notice_is_published_acceptances_of_others_are_told_and_permit_nothing()
    {
        var v1 = _host.Give(Ada);
        await _host.Tracker.As(Api).ApplyAsync(v1, Stop);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);

        Assert.Equal(ChangeOutcome.Recorded, (await Desk.NoticeAsync("v2", _host.Clock.GetUtcNow(), "Vi scriviamo.", "We write to you.", isMaterial: false, Stop)).Outcome);

        Assert.Equal(DecisionCode.NoticeUnknown, (await _host.MayEmail(Ada)).Code);
        Assert.True((await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop)).Has(ChangeCode.NoticeUnknown));
        await _host.Tracker.As(Api).ApplyAsync(Renewed("We write to you."), Stop);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.True((await _host.Tracker.As(Api).ApplyAsync(Renewed("We may write."), Stop)).Has(ChangeCode.NoticeTextUnknown));
    }

    [Fact]
    public async Task A_version_that_says_something_else_is_refused_and_a_material_one_asks_for_consent_anew()
    {
        await Desk.NoticeAsync("v1", _host.Clock.GetUtcNow().AddDays(-1), "Vi scriviamo.", "We write to you.", isMaterial: false, Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        var other = await Desk.NoticeAsync("v1", _host.Clock.GetUtcNow(), "Vi scriviamo.", "We write to you.", isMaterial: false, Stop);
        Assert.Equal(ChangeCode.NoticeOtherContent, other.Code);
        await Desk.NoticeAsync("v2", _host.Clock.GetUtcNow(), "Vi telefoniamo.", "We call you.", isMaterial: true, Stop);
        Assert.Equal(DecisionCode.NoticeMateriallyChanged, (await _host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task Whoever_objected_to_marketing_gets_no_newsletter()
    {
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Group), Stop);
        await Desk.NewsletterAsync("weekly", Stop);
        await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(
            ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v2", _host.Now).Give(PurposePath.Parse("newsletters.weekly"), _host.Now, Form), Stop);

        Assert.Equal(DecisionCode.Objected, (await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, PurposePath.Parse("newsletters.weekly")), Stop)).Code);
    }

    [Fact]
    public async Task A_newsletter_is_there_at_once_and_a_no_said_before_counts()
    {
        var (shoes, hats) = (PurposePath.Parse("newsletters.shoes"), PurposePath.Parse("newsletters.hats"));
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(shoes), Stop);

        Assert.Equal(ChangeOutcome.Recorded, (await Desk.NewsletterAsync("shoes", Stop)).Outcome);
        Assert.Equal(ChangeOutcome.Recorded, (await Desk.NewsletterAsync("hats", Stop)).Outcome);
        Assert.Equal(ChangeOutcome.Unchanged, (await Desk.NewsletterAsync("hats", Stop)).Outcome);

        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada, hats), Stop);
        Assert.True((await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, hats), Stop)).IsPermitted);
        Assert.Equal(DecisionCode.Objected, (await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, shoes), Stop)).Code);

        var record = await _host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.Contains("shoes", Written(new(record.Taxonomy), record), StringComparison.Ordinal);
        Assert.DoesNotContain("shoes", Written(ContactHubFormat.Predefined, record), StringComparison.Ordinal);
    }

    private static string Written(ContactHubFormat format, ContactConsents record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        format.WriteLine(buffer, record);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private ConsentChange Renewed(string text) => ConsentChange.For(Ada).AcceptNotice("v2", _host.Now, "en", Sha256Digest.OfText(text)).Give(Email, _host.Now, Form);
}
