using Consent.AspNetCore;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds double opt-in to a host.</summary>
public static class ConsentDoubleOptInBuilderExtensions
{
    /// <summary>Registers <see cref="DoubleOptInLinks"/>; <c>app.MapConsentLinks()</c> answers the clicks. Call <c>AddConsentLinks</c> too, which says where the host is to be reached.</summary>
    /// <remarks>
    /// Links are protected by ASP.NET Core Data Protection. Outside Development the host does not start while its keys are kept nowhere, or are named after the folder that it runs in:
    /// links in mails would stop working with the next release. With <c>AddConsent</c> the section <c>Links:DoubleOptIn</c> sets the limits.
    /// </remarks>
    /// <param name="builder">What <c>AddConsentTracking</c> returned.</param>
    /// <param name="configure">Sets the limits.</param>
    /// <example><code>
    /// builder.Services.AddDataProtection().PersistKeysToFileSystem(new("/var/shop/keys")).SetApplicationName("shop");
    /// builder.Services.AddConsentTracking().UseSqliteStore("Data Source=consents.db")
    ///     .AddConsentLinks(links => links.Origin = "https://shop.example").AddConsentDoubleOptIn();
    /// </code></example>
    public static ConsentBuilder AddConsentDoubleOptIn(this ConsentBuilder builder, Action<DoubleOptInLimits>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        builder.ReadConfiguration<DoubleOptInLimits>("Links", static (settings, limits) =>
        {
            if (settings.Section("DoubleOptIn") is { } section)
            {
                limits.MailsPerAddress = section.Number(nameof(limits.MailsPerAddress)) ?? limits.MailsPerAddress;
                limits.MailsPerClient = section.Number(nameof(limits.MailsPerClient)) ?? limits.MailsPerClient;
                limits.MailsForAll = section.Number(nameof(limits.MailsForAll)) ?? limits.MailsForAll;
                limits.AnswerTime = section.Span(nameof(limits.AnswerTime)) ?? limits.AnswerTime;
            }
        });
        (BuildTimeTool.IsRunning ? builder.Services.AddOptions<DoubleOptInLimits>() : builder.Services.AddOptionsWithValidateOnStart<DoubleOptInLimits>()).Configure(configure ?? (_ => { }));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DoubleOptInLimits>, DoubleOptInKeysValidation>());
        builder.Services.TryAddSingleton(provider => new DoubleOptInLinks(
            provider.GetRequiredService<DoubleOptIns>(), provider.GetRequiredService<IDataProtectionProvider>(), provider.GetRequiredService<IOptions<ConsentLinkOptions>>()));
        return builder;
    }
}
