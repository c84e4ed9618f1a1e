using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Consent.AspNetCore;

/// <summary>That the actor holds a role.</summary>
/// <param name="Role">Which.</param>
internal sealed record ActorRequirement(ActorRole Role) : IAuthorizationRequirement;

/// <summary>Asks who the request is from, and nothing else: what a sign-in of another scheme says does not count.</summary>
internal sealed class ActorRequirementHandler : AuthorizationHandler<ActorRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ActorRequirement requirement)
    {
        if (context.Resource is HttpContext http && await http.GetConsentActorAsync().ConfigureAwait(false) is { IsNobody: false } actor && actor.Actor.Roles.Contains(requirement.Role))
        {
            context.Succeed(requirement);
        }
    }
}
