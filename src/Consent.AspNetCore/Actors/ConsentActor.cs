using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Consent.AspNetCore;

/// <summary>Who a request is from, as a parameter of an endpoint. Nobody signed in: the endpoint is not run, and the answer is 401. Immutable.</summary>
/// <remarks>In a controller or a page, ask <see cref="ConsentActorHttpContextExtensions.GetConsentActorAsync"/>. Inside, the consent memory checks the actor's role again, whatever the endpoint asked for.</remarks>
/// <example><code>
/// app.MapGet("/my-consents", (ConsentActor me, ConsentTracker tracker, CancellationToken ct) => tracker.As(me.Actor).PreferencesAsync(me.Actor.Own, cancellationToken: ct));
/// </code></example>
public sealed class ConsentActor : IBindableFromHttpContext<ConsentActor>, IEndpointParameterMetadataProvider
{
    private readonly Actor? _actor;

    /// <summary>Somebody who is signed in.</summary>
    /// <param name="actor">Who, in which roles.</param>
    /// <param name="isSentByBrowser">Whether a browser sends along by itself what proves it (a cookie, a client certificate, a Windows sign-in): then another site could have the browser ask, and what changes something needs an antiforgery token too.</param>
    public ConsentActor(Actor actor, bool isSentByBrowser)
    {
        ArgumentNullException.ThrowIfNull(actor);
        (_actor, IsSentByBrowser) = (actor, isSentByBrowser);
    }

    private ConsentActor()
    {
    }

    /// <summary>Nobody is signed in, or nobody whom the configuration knows.</summary>
    public static ConsentActor Nobody { get; } = new();

    /// <summary>Whether nobody is signed in. Never so in an endpoint that has the actor as a parameter.</summary>
    public bool IsNobody => _actor is null;

    /// <summary>Whether a browser sends along by itself what proves it.</summary>
    public bool IsSentByBrowser { get; }

    /// <summary>Who it is, in which roles.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public Actor Actor => _actor ?? throw new InvalidOperationException($"Nobody is signed in: ask {nameof(IsNobody)} first.");

    /// <inheritdoc/>
    public static async ValueTask<ConsentActor?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await context.GetConsentActorAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.FilterFactories.Add((_, next) => invocation =>
            invocation.Arguments.Any(a => a is ConsentActor { IsNobody: true }) ? new(ConsentProblems.NotSignedIn()) : next(invocation));
    }

    /// <summary>The roles only: the id may be personal data.</summary>
    public override string ToString() => _actor?.ToString() ?? "Nobody";
}
