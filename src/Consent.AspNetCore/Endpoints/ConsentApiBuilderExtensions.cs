using Consent.AspNetCore;
using Consent.Storage;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the endpoints need to a host.</summary>
public static class ConsentApiBuilderExtensions
{
    /// <summary>Registers what <c>app.MapConsentApi("/consents")</c> needs, and describes its shapes to the host's OpenAPI documents.</summary>
    /// <param name="builder">What <c>AddConsentTracking</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <example><code>
    /// builder.Services.AddConsentTracking().UseSqliteStore("Data Source=consents.db")
    ///     .AddConsentActors(actors => actors.Contact = new() { Scheme = "Cookies" })
    ///     .AddConsentApi();
    /// </code></example>
    public static ConsentBuilder AddConsentApi(this ConsentBuilder builder, Action<ConsentApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ConsentApiOptions>().Configure(configure ?? (_ => { }));
        builder.Services.TryAddSingleton<ConsentApiMarker>();
        builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ConsentApiJson.Default));
        builder.Services.ConfigureAll<OpenApiOptions>(options => options.AddSchemaTransformer(ConsentSchemas.DescribeAsync));
        return builder;
    }
}
