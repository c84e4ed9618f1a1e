namespace Consent.AspNetCore;

/// <summary>Who is let in to an endpoint before the consent memory itself asks.</summary>
/// <param name="Policy">The policy of <see cref="ConsentPolicies"/>; <see langword="null"/>: whoever is signed in, and the permission table decides.</param>
/// <param name="IsOpen">Whether anybody is, signed in or not.</param>
internal sealed record ApiAccess(string? Policy, bool IsOpen = false);
