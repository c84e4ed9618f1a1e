using Consent.AspNetCore;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds links in messages to a host.</summary>
public static class ConsentLinksBuilderExtensions
{
    /// <summary>Registers <see cref="ConsentLinks"/>; <c>app.MapConsentLinks()</c> answers the clicks. Bad options are an error when the host starts.</summary>
    /// <param name="builder">What <c>AddConsentTracking</c> returned.</param>
    /// <param name="configure">Says at least where the host is to be reached (<see cref="ConsentLinkOptions.Origin"/>), unless the section <c>Links</c> of the host's configuration does (<c>AddConsent</c>).</param>
    /// <example><code>
    /// builder.Services.AddConsentTracking().UseSqliteStore("Data Source=consents.db")
    ///     .AddConsentLinks(links => links.Origin = "https://shop.example");
    /// var app = builder.Build();
    /// app.MapConsentLinks();
    /// </code></example>
    public static ConsentBuilder AddConsentLinks(this ConsentBuilder builder, Action<ConsentLinkOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ReadConfiguration<ConsentLinkOptions>("Links", static (settings, options) =>
        {
            options.Origin = settings.Text(nameof(options.Origin)) ?? options.Origin;
            options.Path = settings.Text(nameof(options.Path)) ?? options.Path;
            options.MailTo = settings.Text(nameof(options.MailTo)) ?? options.MailTo;
            options.PreferencesPath = settings.Text(nameof(options.PreferencesPath)) ?? options.PreferencesPath;
            options.PreferencesMayGive = settings.Flag(nameof(options.PreferencesMayGive)) ?? options.PreferencesMayGive;
            options.DoubleOptInPath = settings.Section("DoubleOptIn")?.Text("Path") ?? options.DoubleOptInPath;
        });
        (BuildTimeTool.IsRunning ? builder.Services.AddOptions<ConsentLinkOptions>() : builder.Services.AddOptionsWithValidateOnStart<ConsentLinkOptions>()).Configure(configure ?? (_ => { }));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConsentLinkOptions>, ConsentLinkValidation>());
        builder.Services.TryAddSingleton(provider => new ConsentLinks(provider.GetRequiredService<UnsubscribeLinks>(), provider.GetRequiredService<PreferenceLinks>(), provider.GetRequiredService<IOptions<ConsentLinkOptions>>()));
        return builder;
    }
}
