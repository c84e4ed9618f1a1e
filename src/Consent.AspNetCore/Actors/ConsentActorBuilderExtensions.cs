using System.Diagnostics.CodeAnalysis;
using Consent.AspNetCore;
using Consent.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tells a host's consent memory who is signed in.</summary>
public static class ConsentActorBuilderExtensions
{
    /// <summary>Makes actors of claims: <see cref="ConsentActor"/> as a parameter of endpoints, and the policies of <see cref="ConsentPolicies"/>. Options by which two people could be taken for one another are an error when the host starts.</summary>
    /// <param name="builder">What <c>AddConsentTracking</c> returned.</param>
    /// <param name="configure">Says where contacts, staff and programs sign in.</param>
    /// <example><code>
    /// builder.Services.AddAuthentication("Cookies").AddCookie("Cookies");
    /// builder.Services.AddAuthorization();
    /// builder.Services.AddConsentTracking().UseSqliteStore("Data Source=consents.db")
    ///     .AddConsentActors(actors => { actors.Contact = new() { Scheme = "Cookies" }; actors.Roles["dpo"] = ActorRole.DataProtectionOfficer; });
    /// </code></example>
    public static ConsentBuilder AddConsentActors(this ConsentBuilder builder, Action<ConsentActorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptionsWithValidateOnStart<ConsentActorOptions>().Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConsentActorOptions>, ConsentActorValidation>());
        builder.Services.TryAddSingleton<IConsentActorProvider, ClaimedActors>();
        return AddPolicies(builder);
    }

    /// <summary>Asks the host's own provider who is signed in.</summary>
    /// <typeparam name="T">The provider; one for each request, so it may take scoped services.</typeparam>
    /// <param name="builder">What <c>AddConsentTracking</c> returned.</param>
    public static ConsentBuilder AddConsentActors<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this ConsentBuilder builder)
        where T : class, IConsentActorProvider
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Scoped<IConsentActorProvider, T>());
        return AddPolicies(builder);
    }

    private static ConsentBuilder AddPolicies(ConsentBuilder builder)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ActorRequirementHandler>());
        builder.Services.PostConfigure<AuthorizationOptions>(options =>
        {
            foreach (var (name, role) in ConsentPolicies.Roles.Where(p => options.GetPolicy(p.Key) is null))
            {
                options.AddPolicy(name, policy => policy.AddRequirements(new ActorRequirement(role)));
            }
        });
        return builder;
    }
}
