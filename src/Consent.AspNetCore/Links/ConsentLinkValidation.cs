using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>Says what is wrong with the options before anything is sent.</summary>
internal sealed class ConsentLinkValidation : IValidateOptions<ConsentLinkOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsentLinkOptions options)
    {
        var flaws = new List<string>();
        if (OriginOf(options) is null)
        {
            flaws.Add($"{nameof(ConsentLinkOptions)}.{nameof(options.Origin)} is to be the host's public address, such as https://shop.example: absolute, https, without query, fragment or user.");
        }

        if (!IsPath(options.Path))
        {
            flaws.Add($"{nameof(ConsentLinkOptions)}.{nameof(options.Path)} is to begin with a slash and not to end with one, such as /unsubscribe: letters, digits, '-', '_' and '.'.");
        }

        if (!IsPath(options.DoubleOptInPath) || string.Equals(options.DoubleOptInPath, options.Path, StringComparison.OrdinalIgnoreCase))
        {
            flaws.Add($"{nameof(ConsentLinkOptions)}.{nameof(options.DoubleOptInPath)} is to be another path than {nameof(options.Path)}, such as /confirm: it begins with a slash and does not end with one; letters, digits, '-', '_' and '.'.");
        }

        if (!IsPath(options.PreferencesPath))
        {
            flaws.Add($"{nameof(ConsentLinkOptions)}.{nameof(options.PreferencesPath)} is to be the path of the preference centre, such as /preferences: it begins with a slash and does not end with one; letters, digits, '-', '_' and '.'.");
        }

        if (options.MailTo is not null && !ContactPoint.TryEmail(options.MailTo, out _))
        {
            flaws.Add($"{nameof(ConsentLinkOptions)}.{nameof(options.MailTo)} is no e-mail address.");
        }

        return flaws.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(flaws);
    }

    /// <summary>The origin without a slash at its end, in ASCII; <see langword="null"/>: it is none.</summary>
    public static string? OriginOf(ConsentLinkOptions options)
    {
        if (options.Origin is not { } text || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '@' or '%' or '?' or '#')
            || !Uri.TryCreate(text, UriKind.Absolute, out var origin) || !(IsOf(origin, Uri.UriSchemeHttps) || (IsOf(origin, Uri.UriSchemeHttp) && origin.IsLoopback)))
        {
            return null;
        }

        var host = origin.HostNameType == UriHostNameType.Dns ? $"{origin.IdnHost}{(origin.IsDefaultPort ? "" : $":{origin.Port}")}" : origin.Authority;
        return $"{origin.Scheme}://{host}{origin.AbsolutePath.TrimEnd('/')}";
    }

    private static bool IsPath(string path) => path is ['/', _, ..] && path[^1] != '/' && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.') && !path.Split('/').Skip(1).Any(s => s is "" or "." or "..");

    private static bool IsOf(Uri origin, string scheme) => string.Equals(origin.Scheme, scheme, StringComparison.Ordinal);
}
