using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>Says who a request is from, where claims alone do not: a host's own look-up of a customer number, a tenant's sign-in, a proxy's header.</summary>
/// <remarks>Register it by <c>AddConsentActors&lt;T&gt;()</c>. It is asked once for each request. It must rely on what was proven only: a header that anybody can send is no proof.</remarks>
public interface IConsentActorProvider
{
    /// <summary>Who it is; <see cref="ConsentActor.Nobody"/> where nobody is signed in.</summary>
    /// <param name="context">The request.</param>
    ValueTask<ConsentActor> GetAsync(HttpContext context);
}
