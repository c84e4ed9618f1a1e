using Microsoft.AspNetCore.Components;

namespace Consent.Hub;

/// <summary>How the pages look and what they are called.</summary>
public sealed class ConsentHubOptions
{
    /// <summary>The name at the head of each page. Unless set, one in the reader's language.</summary>
    public string? Name { get; set; }

    /// <summary>Style sheets of the host's, taken in after ours: absolute paths on the same origin, such as <c>/brand.css</c>. They set the custom properties, <c>--hub-brand</c> and others.</summary>
    public IList<string> StyleSheets { get; } = [];

    /// <summary>The host's own layout: a component that derives from <see cref="LayoutComponentBase"/>. It is rendered on the server alone, and the pages' security policy forbids it scripts and inline styles. Ours unless set.</summary>
    public Type? Layout { get; set; }

    /// <summary>Where to sign out: a path of the host's that takes a POST. Without one the pages have no such button.</summary>
    public string? SignOutPath { get; set; }

    /// <summary>The public address of the preference centre's form, as evidence of what people say on it names it: <c>https://shop.example/preferences</c>. Unless set, the path that the page has.</summary>
    public string? FormAddress { get; set; }

    /// <summary>Whether signing in proves the address that messages go to, so that what a person gives in the preference centre counts as confirmed. True unless set.</summary>
    public bool SignInConfirms { get; set; } = true;
}
