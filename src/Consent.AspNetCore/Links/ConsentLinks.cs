using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>Makes the links that a host puts into its messages. Thread-safe; one for the whole host.</summary>
/// <example><code>
/// var headers = await links.ForUnsubscribeAsync(contact, [Purposes.Marketing.Automatic.Email], cancellationToken);
/// message.Headers.Add("List-Unsubscribe", headers.ListUnsubscribe);
/// message.Headers.Add("List-Unsubscribe-Post", headers.ListUnsubscribePost);
/// </code></example>
public sealed class ConsentLinks
{
    private readonly UnsubscribeLinks _links;
    private readonly PreferenceLinks _preferences;
    private readonly ConsentLinkOptions _options;
    private readonly string _origin;
    private readonly string? _mailTo;

    internal ConsentLinks(UnsubscribeLinks links, PreferenceLinks preferences, IOptions<ConsentLinkOptions> options)
    {
        _links = links;
        _preferences = preferences;
        _options = options.Value;
        _origin = ConsentLinkValidation.OriginOf(_options)!;
        _mailTo = _options.MailTo is { } address ? Uri.EscapeDataString(ContactPoint.Email(address).Value).Replace("%40", "@", StringComparison.Ordinal) : null;
    }

    /// <summary>The link by which this contact says no to these purposes with one click, without signing in. It never ends. Always the same for the same contact and purposes.</summary>
    /// <param name="contact">Whom the message goes to.</param>
    /// <param name="purposes">What the message is sent for: purposes or groups, 1 to 16.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">Nobody, no purpose, too many, or so long that no mail could bear it.</exception>
    public async ValueTask<UnsubscribeHeaders> ForUnsubscribeAsync(ContactId contact, IEnumerable<PurposePath> purposes, CancellationToken cancellationToken = default)
    {
        var token = await _links.MakeAsync(contact, purposes, cancellationToken).ConfigureAwait(false);
        var url = $"{_origin}{_options.Path}?{ConsentLinkEndpoints.Token}={token}";
        return new(url, _mailTo is null ? $"<{url}>" : $"<{url}>, <mailto:{_mailTo}?subject={token}>");
    }

    /// <summary>The whole address of the link by which this contact reaches their own preferences without signing in, for 30 days (<see cref="PreferenceLinks"/>). The preference centre of <c>Consent.Hub</c> answers it.</summary>
    /// <remarks>Whoever has it sees what the contact said, and can say no in their name: it belongs into the mail and into no log.</remarks>
    /// <param name="contact">Whom the message goes to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">Nobody, or so long an id that no mail could bear the link.</exception>
    public async ValueTask<string> ForPreferencesAsync(ContactId contact, CancellationToken cancellationToken = default) =>
        $"{_origin}{_options.PreferencesPath}/link?{ConsentLinkEndpoints.Token}={await _preferences.MakeAsync(contact, cancellationToken).ConfigureAwait(false)}";
}
