namespace Microsoft.AspNetCore.Http;

/// <summary>The signal by which a browser says that its user objects to the sale and sharing of their data.</summary>
public static class GlobalPrivacyControl
{
    /// <summary>Whether the request has the signal (W3C Global Privacy Control: <c>Sec-GPC: 1</c>). It is about the browser's user, signed in or not; another value, or two, is no signal.</summary>
    /// <param name="context">The request.</param>
    public static bool HasGlobalPrivacyControl(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.Headers["Sec-GPC"] is ["1"];
    }
}
