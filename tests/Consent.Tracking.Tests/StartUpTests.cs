using Consent.Storage;
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

    [Fact]
    public void A_bad_option_is_named_with_its_range()
    {
        var error = Fails(services => services.AddConsentTracking(o => o.FutureTolerance = TimeSpan.FromDays(2)).UseInMemoryStore());
        Assert.Contains("FutureTolerance is 2.00:00:00; it must lie between 0 and 1 day", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_three_facades_are_there_once_a_store_is()
    {
        using var provider = new ServiceCollection().AddConsentTracking().UseInMemoryStore().Services.BuildServiceProvider(validateScopes: true);
        Assert.NotNull(provider.GetRequiredService<ConsentTracker>());
        Assert.NotNull(provider.GetRequiredService<ConsentBulk>());
        Assert.NotNull(provider.GetRequiredService<ConsentAudit>());
        Assert.NotNull(provider.GetRequiredService<IConsentStore>());
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
