using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe service-messages>
public sealed class ServiceMessages(ConsentTracker tracker)
{
    private static readonly PurposePath s_orders = PurposePath.Parse("service.orders");
    private static readonly PurposePath s_recalls = PurposePath.Parse("service.recalls");

    // services.AddConsentTracking(ServiceMessages.Configure)…
    public static void Configure(ConsentTrackingOptions options) => options.Taxonomy = ContactlabTaxonomy.Extend("shop-1")
        .Group("service", Operation.ToContact)
        .Purpose("service.orders", Channel.Email, basis: PurposeBasis.Contract)
        .Purpose("service.recalls", Channel.Email, basis: PurposeBasis.LegalObligation)
        .Build();

    // What an order is about, and no offers: its confirmation, its delivery, an answer to a complaint.
    public async Task<bool> MayConfirmAsync(ContactId contact, DateTimeOffset orderedAt, CancellationToken cancellationToken)
    {
        var order = ProcessingRequest.ToContact(contact, s_orders).With(f => f with { Contract = new(IsActive: true, StartedAt: orderedAt) });
        return (await tracker.DecideAsync(order, cancellationToken)).IsPermitted;
    }

    // A recall that the law demands. Who objected to recalls themselves is told of a danger all the same: the grounds go on record with the use.
    public async Task<bool> MayRecallAsync(ContactId contact, string danger, CancellationToken cancellationToken)
    {
        var recall = ProcessingRequest.ToContact(contact, s_recalls).ServingNoDirectMarketing()
            .With(f => f with { LegalObligation = "Regulation (EU) 2023/988, 35", CompellingGrounds = danger });
        return (await tracker.DecideAsync(recall, cancellationToken)).IsPermitted;
    }
}
// </recipe>

public sealed class ServiceMessagesRecipe : IDisposable
{
    private static readonly PurposePath s_orders = PurposePath.Parse("service.orders");
    private static readonly PurposePath s_recalls = PurposePath.Parse("service.recalls");
    private readonly TrackedHost _host = new(configure: ServiceMessages.Configure);

    private ServiceMessages Shop => new(_host.Tracker);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task They_go_on_to_whoever_objects_to_everything()
    {
        await SayAsync(ConsentChange.For(Ada).Object(Purposes.All));
        Assert.True(await Shop.MayConfirmAsync(Ada, _host.Clock.GetUtcNow(), Stop));
        Assert.True(await Shop.MayRecallAsync(Ada, "the brakes fail", Stop));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_no_to_them_stops_them_but_for_a_danger_and_a_restriction_stops_both()
    {
        await SayAsync(ConsentChange.For(Ada).Object(s_orders).Object(s_recalls));
        Assert.False(await Shop.MayConfirmAsync(Ada, _host.Clock.GetUtcNow(), Stop));
        Assert.False(await Shop.MayRecallAsync(Ada, " ", Stop));
        Assert.True(await Shop.MayRecallAsync(Ada, "the brakes fail", Stop));
        await SayAsync(ConsentChange.For(Ada).Restrict(Purposes.All));
        Assert.False(await Shop.MayRecallAsync(Ada, "the brakes fail", Stop));
    }

    [Fact]
    public async Task A_request_that_does_not_state_the_contract_is_told_so() =>
        Assert.Equal(DecisionCode.BasisNotStated, (await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_orders), Stop)).Code);

    private async Task SayAsync(ConsentChange change) => await _host.Tracker.As(Api).ApplyAsync(change, Stop);
}
