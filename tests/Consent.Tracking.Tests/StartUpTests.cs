using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.Tracking.Tests;

public class StartUpTests
{
    [Fact]
    public void Without_a_store_the_start_says_what_to_write()
    {
        var error = Fails(services => services.AddConsentTracking());
        Assert.Contains("services.AddConsentTracking().UseInMemoryStore()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_two_stores_the_start_names_both()
    {
        var error = Fails(services => services.AddConsentTracking().UseInMemoryStore().UseStore("UseOtherStore", _ => null!));
        Assert.Contains("UseInMemoryStore, UseOtherStore", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action<ConsentTrackingOptions>, string> BadOptions => new()
    {
        { o => o.FutureTolerance = TimeSpan.FromDays(2), "FutureTolerance is 2.00:00:00; it must lie between 0 and 1 day" },
        { o => o.CheckpointLimit = TimeSpan.FromMinutes(2), "CheckpointLimit is 00:02:00; it must lie between 0 and 1 minute" },
        { o => o.AlteredRetryDelay = TimeSpan.FromSeconds(6), "AlteredRetryDelay is 00:00:06; it must lie between 0 and 5 s" },
        { o => o.StartTimeout = TimeSpan.Zero, "StartTimeout is 00:00:00; it must lie between 1 s and 1 day" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named_with_its_range(Action<ConsentTrackingOptions> set, string told) =>
        Assert.Contains(told, Fails(services => services.AddConsentTracking(set).UseInMemoryStore()).Message, StringComparison.Ordinal);

    [Fact]
    public void All_three_facades_are_there_once_a_store_is()
    {
        using var provider = new ServiceCollection().AddConsentTracking().UseInMemoryStore().Services.BuildServiceProvider(validateScopes: true);
        Assert.NotNull(provider.GetRequiredService<ConsentTracker>());
        Assert.NotNull(provider.GetRequiredService<ConsentBulk>());
        Assert.NotNull(provider.GetRequiredService<ConsentAudit>());
        Assert.NotNull(provider.GetRequiredService<IConsentStore>());
    }

    [Fact]
    public async Task A_hosts_store_is_replaced_with_all_that_belongs_to_it()
    {
        var services = new ServiceCollection();
        services.AddConsentTracking().UseStore("UseTheHostsStore", _ => throw Made("store")).SignCheckpoints(_ => throw Made("signer"))
            .PublishCheckpointsTo(_ => throw Made("sink")).JournalErasuresTo(_ => throw Made("journal"));
        var store = new FaultInjectingStore(new InMemoryConsentStore());
        services.ReplaceConsentStore(store);
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        var ada = ContactId.From("ada");
        var stop = TestContext.Current.CancellationToken;
        var told = await provider.GetRequiredService<ConsentTracker>().As(Actor.ForSelf(ada)).ApplyAsync(
            ConsentChange.For(ada).From(ChangeSource.SelfService).Object(Purposes.All), stop);
        Assert.Equal(ChangeOutcome.Recorded, told.Outcome);
        Assert.Equal(1, (await store.FindAsync([new(ada)], stop))[0].Version);

        static InvalidOperationException Made(string what) => new($"The host's {what} was made.");
    }

    [Fact]
    public void A_replaced_store_can_be_replaced_again_and_is_one_of_two_where_another_is_chosen_after_it()
    {
        var services = new ServiceCollection();
        services.AddConsentTracking().UseInMemoryStore();
        var last = new InMemoryConsentStore();
        services.ReplaceConsentStore(new InMemoryConsentStore()).ReplaceConsentStore(last);
        using var provider = services.BuildServiceProvider();
        Assert.Same(last, Assert.Single(provider.GetServices<IConsentStore>()));

        Assert.Contains("ReplaceConsentStore, UseInMemoryStore", Fails(both =>
        {
            both.AddConsentTracking().Services.ReplaceConsentStore(last);
            both.AddConsentTracking().UseInMemoryStore();
        }).Message, StringComparison.Ordinal);
    }

    private static OptionsValidationException Fails(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        using var provider = services.BuildServiceProvider();

        // What a host runs at its start, and what a container without a host meets on first use.
        var atStart = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ConsentTracker>());
        return atStart;
    }
}
