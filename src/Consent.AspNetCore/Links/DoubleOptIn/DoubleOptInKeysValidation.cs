using Consent.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>Refuses Data Protection keys that are lost with the process or the machine, or not shared: links in mails would stop working, and nobody would know why.</summary>
internal sealed class DoubleOptInKeysValidation(IHostEnvironment environment, IDataProtectionProvider provider, IOptions<KeyManagementOptions> keys, IOptions<DataProtectionOptions> protection) : IValidateOptions<DoubleOptInLimits>
{
    public ValidateOptionsResult Validate(string? name, DoubleOptInLimits options)
    {
        if (environment.IsDevelopment() || BuildTimeTool.IsRunning)
        {
            return ValidateOptionsResult.Success;
        }

        var flaws = new List<string>();
        if (provider is EphemeralDataProtectionProvider || keys.Value.XmlRepository is null)
        {
            flaws.Add("Double opt-in: the links are protected with keys of Data Protection, and the host does not say where these are kept. Write, for instance, services.AddDataProtection().PersistKeysToFileSystem(new(\"/var/shop/keys\")).SetApplicationName(\"shop\").");
        }

        if (protection.Value.ApplicationDiscriminator is not { Length: > 0 } application || IsSamePath(application, environment.ContentRootPath))
        {
            flaws.Add("Double opt-in: Data Protection has the content root for its application name, so links stop working when the host moves or a second one runs elsewhere. Write services.AddDataProtection().SetApplicationName(\"shop\").");
        }

        return flaws.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(flaws);
    }

    private static bool IsSamePath(string application, string contentRoot) =>
        string.Equals(application.TrimEnd('/', '\\'), contentRoot.TrimEnd('/', '\\'), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
