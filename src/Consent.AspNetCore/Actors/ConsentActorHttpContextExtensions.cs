using Consent.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>Who a request is from.</summary>
public static class ConsentActorHttpContextExtensions
{
    private static readonly object s_key = new();

    /// <summary>Who this request is from; <see cref="ConsentActor.Nobody"/> where nobody is signed in. Found once for each request.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException"><c>AddConsentActors</c> was not called.</exception>
    public static async ValueTask<ConsentActor> GetConsentActorAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items.TryGetValue(s_key, out var known))
        {
            return (ConsentActor)known!;
        }

        var provider = context.RequestServices.GetService<IConsentActorProvider>() ?? throw new InvalidOperationException("Call AddConsentActors on the consent builder: nothing says who a request is from.");
        var actor = await provider.GetAsync(context).ConfigureAwait(false);
        context.Items[s_key] = actor;
        return actor;
    }
}
