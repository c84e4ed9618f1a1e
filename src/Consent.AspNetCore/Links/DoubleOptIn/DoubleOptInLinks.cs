using System.Net;
using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>Makes the links by which people confirm a sign-up (double opt-in). Thread-safe; one for the whole host.</summary>
/// <remarks>A link is protected by ASP.NET Core Data Protection: it works on every host that shares its keys, and as long as they are kept (<see cref="DoubleOptIns.EndsAfter"/> at most).</remarks>
/// <example><code>
/// app.MapPost("/newsletter", async ([FromForm] string email, DoubleOptInLinks links, HttpContext http) =>
/// {
///     if (ContactPoint.TryEmail(email, out var address)
///         &amp;&amp; await links.RequestAsync(new(address.Id, address, [Purposes.Marketing.Automatic.Email], new("v1", DateTimeOffset.UtcNow),
///             Evidence.WebForm("https://shop.example/newsletter")), http.Connection.RemoteIpAddress) is { } url)
///     {
///         await mailer.SendAsync(email, url);
///     }
///
///     return Results.Content("Thank you. If the address is right, a mail is on its way.");
/// });
/// </code></example>
public sealed class DoubleOptInLinks
{
    /// <summary>The length of a link that all mail programs take. Details of the evidence that would make it longer are left out of it; they are on record with what waits.</summary>
    public const int MaxLength = 2000;

    private const string Purpose = "Consent.Links/default/double-opt-in/v1";

    private readonly DoubleOptIns _optIns;
    private readonly IDataProtector _protector;
    private readonly string _page;

    internal DoubleOptInLinks(DoubleOptIns optIns, IDataProtectionProvider protection, IOptions<ConsentLinkOptions> options)
    {
        _optIns = optIns;
        _protector = protection.CreateProtector(Purpose);
        _page = $"{ConsentLinkValidation.OriginOf(options.Value)}{options.Value.DoubleOptInPath}?{ConsentLinkEndpoints.Token}=";
    }

    /// <summary>Records that a sign-up waits for confirmation, and makes the link for the mail.</summary>
    /// <remarks>Send the mail to <see cref="DoubleOptInRequest.SentTo"/> and nowhere else, and have the form answer the same whether there is a link or not: else a stranger learns who is known to you.</remarks>
    /// <param name="request">What the form said.</param>
    /// <param name="client">From which network address the form was sent: <c>HttpContext.Connection.RemoteIpAddress</c>; <see langword="null"/>: not known.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The whole address of the link. Whoever has it can confirm: it belongs into the mail and into no log. <see langword="null"/>: too many mails were asked for, and none is to be sent.</returns>
    /// <inheritdoc cref="DoubleOptIns.RequestAsync" path="/exception"/>
    public async ValueTask<string?> RequestAsync(DoubleOptInRequest request, IPAddress? client = null, CancellationToken cancellationToken = default) =>
        await _optIns.RequestAsync(request, client, cancellationToken).ConfigureAwait(false) is { } link ? Fitting(link) : null;

    /// <summary>What a token says; <see langword="null"/>: it was altered or cut, or was not made here. Changes nothing.</summary>
    internal DoubleOptInLink? Read(string token) => DoubleOptInToken.Read(_protector, token);

    private string Fitting(DoubleOptInLink link)
    {
        while (true)
        {
            var url = _page + DoubleOptInToken.Of(_protector, link);
            if (url.Length <= MaxLength || link.Evidence.Details.IsEmpty)
            {
                return url;
            }

            link = link with { Evidence = link.Evidence with { Details = link.Evidence.Details.Remove(link.Evidence.Details.Keys.Last()) } };
        }
    }
}
