using Consent.Storage;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>Checks the options and that exactly one store is registered, and says what to write instead.</summary>
internal sealed class ConsentTrackingValidation(IEnumerable<ConsentStoreRegistration> stores) : IValidateOptions<ConsentTrackingOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsentTrackingOptions options)
    {
        var flaws = options.Flaws().ToList();
        var names = stores.Select(s => s.Name).ToList();
        if (names.Count == 0)
        {
            flaws.Add("No store is registered. Write, for instance: services.AddConsentTracking().UseInMemoryStore();");
        }
        else if (names.Count > 1)
        {
            flaws.Add($"{names.Count} stores are registered ({string.Join(", ", names)}). Keep one of these calls and remove the others.");
        }

        return flaws.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(flaws.Select(f => $"Consent tracking: {f}"));
    }
}
