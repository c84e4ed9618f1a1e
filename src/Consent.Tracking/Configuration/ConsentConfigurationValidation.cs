using Consent.Storage;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>Tells what is wrong with the configuration, by the full names of its keys.</summary>
/// <param name="configuration">The configuration.</param>
/// <param name="stores">Asked for so that a store that the configuration chooses is looked at as well.</param>
internal sealed class ConsentConfigurationValidation(ConsentConfiguration configuration, IEnumerable<ConsentStoreRegistration> stores) : IValidateOptions<ConsentTrackingOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsentTrackingOptions options)
    {
        _ = stores.Count();
        var flaws = configuration.Flaws();
        return flaws.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(flaws);
    }
}
