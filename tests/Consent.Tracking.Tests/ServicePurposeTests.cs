using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Purposes that rest on a contract or a duty (row 4b): what an erasure and a no to everything leave of them.</summary>
public class ServicePurposeTests
{
    private const string Ground = "GDPR 17(1)(b)";
    private static readonly PurposePath s_mail = PurposePath.Parse("service.orders.email");
    private static readonly PurposePath s_text = PurposePath.Parse("service.orders.sms");
    private static readonly PurposePath s_orders = PurposePath.Parse("service.orders");
    private static readonly PurposePath s_recall = PurposePath.Parse("service.recall");

    [Fact]
    public async Task Order_confirmations_go_on_to_whoever_objects_to_everything_or_was_erased_and_orders_again()
    {
        using var host = Host();
        await SayAsync(host, ConsentChange.For(Ada).Object(Purposes.All));
        Assert.Equal(DecisionCode.Contract, await MayAsync(host, s_mail));
        Assert.Equal(DecisionCode.Objected, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_mail), Stop)).Code);

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop));

        Assert.Equal(DecisionCode.Contract, await MayAsync(host, s_mail));
        Assert.Equal(DecisionCode.LegalObligation, await MayAsync(host, s_recall));
        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_no_to_the_confirmations_themselves_outlasts_the_erasure_until_a_later_word_of_the_persons(bool isObjection)
    {
        using var host = Host();
        await SayAsync(host, isObjection ? ConsentChange.For(Ada).Object(s_mail) : ConsentChange.For(Ada).Withdraw(s_orders));
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, s_mail));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);

        Assert.Equal(isObjection ? s_mail : s_orders, Assert.Single((await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Noes).Node);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, s_mail));
        Assert.Equal(isObjection, await MayAsync(host, s_text) == DecisionCode.Contract);
        Assert.Equal(DecisionCode.LegalObligation, await MayAsync(host, s_recall));
        await VerifiesAsync(host);

        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada, s_mail), Stop);
        Assert.Equal(DecisionCode.Contract, await MayAsync(host, s_mail));
        await VerifiesAsync(host);
    }

    [Fact]
    public async Task What_a_closed_id_says_of_them_since_is_kept_too_and_a_restriction_is_a_no_to_each()
    {
        using var host = Host();
        await SayAsync(host, host.Give(Ada));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Keeps = ErasureKeeps.NeverContact }, Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, ConsentChange.For(Ada).Object(s_text));
        Assert.Equal((DecisionCode.Contract, true), (await MayAsync(host, s_mail), await MayAsync(host, s_text) != DecisionCode.Contract));

        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, ConsentChange.For(Ada).Restrict(Purposes.All));
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, s_mail));
        Assert.NotEqual(DecisionCode.LegalObligation, await MayAsync(host, s_recall));

        // Compelling grounds outweigh an objection; this was a restriction, which nothing outweighs (GDPR 18(2)).
        var grounds = ProcessingRequest.ToContact(Ada, s_recall).ServingNoDirectMarketing().With(f => Stated(f) with { CompellingGrounds = "the brakes fail" });
        Assert.False((await host.Tracker.DecideAsync(grounds, Stop)).IsPermitted);
        await VerifiesAsync(host);
    }

    [Fact]
    public async Task A_fact_that_is_not_stated_and_another_operation_permit_nothing()
    {
        using var host = Host();
        Assert.Equal(DecisionCode.BasisNotStated, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_mail), Stop)).Code);
        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_mail).With(f => f with { Contract = new(false), LegalObligation = "art. 5" }), Stop)).IsPermitted);
        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToProfile(Ada, s_mail).With(Stated), Stop)).IsPermitted);
        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, PurposePath.Parse("service.survey")).With(Stated), Stop)).IsPermitted);
        await SayAsync(host, ConsentChange.For(Ada).Restrict(Purposes.All));
        Assert.Equal(DecisionCode.Restricted, await MayAsync(host, s_mail));
    }

    private static TrackedHost Host() => new(configure: o => o.Taxonomy = TaxonomyGen.Serving);

    private static RequestFacts Stated(RequestFacts facts) => facts with { Contract = new(true), LegalObligation = "GDPR 34" };

    private static async Task<DecisionCode> MayAsync(TrackedHost host, PurposePath purpose) => (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, purpose).With(Stated), Stop)).Code;

    private static async Task SayAsync(TrackedHost host, ConsentChange change) => await host.Tracker.As(Api).ApplyAsync(change, Stop);

    /// <summary>What is kept is what the log says.</summary>
    private static async Task VerifiesAsync(TrackedHost host) => Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
}
