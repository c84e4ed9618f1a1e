namespace Consent.AspNetCore;

/// <summary>That <c>AddConsentApi</c> was called.</summary>
internal sealed class ConsentApiMarker;
