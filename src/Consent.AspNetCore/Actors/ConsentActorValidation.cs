using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore;

/// <summary>Stops the start where people could be taken for one another.</summary>
internal sealed class ConsentActorValidation(IOptions<AuthenticationOptions> authentication) : IValidateOptions<ConsentActorOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsentActorOptions options)
    {
        var flaws = new List<string>();
        (string Name, IdentitySource Source)[] contacts =
        [
            .. options.Contact is { } main ? [("Contact", main)] : Array.Empty<(string, IdentitySource)>(),
            .. options.OtherContacts.Select(pair => ($"OtherContacts[\"{pair.Key}\"]", pair.Value)),
        ];
        foreach (var (where, source) in contacts.Concat(Named("Staff", options.Staff)).Concat(Named("ApiClients", options.ApiClients)))
        {
            flaws.AddRange(FlawsOf(where, source));
        }

        if (options.Roles.Count > 0 && options.Staff is null && options.Contact is null)
        {
            flaws.Add("Roles are set, and neither Staff nor Contact: say in Staff where people with a role sign in, such as new() { Scheme = \"Cookies\" }.");
        }

        flaws.AddRange(options.Roles.Where(r => r.Value is not (> ActorRole.Contact and <= ActorRole.PrivacyManager)).Select(r => $"Roles[\"{r.Key}\"] is to be a role of staff or of a program: who signs in where Contact says is a contact without a role."));
        for (var i = 0; i < contacts.Length; i++)
        {
            for (var j = i + 1; j < contacts.Length; j++)
            {
                flaws.AddRange(FlawsBetween(contacts[i], contacts[j]));
            }
        }

        if (options.ApiClients is { } programs)
        {
            flaws.AddRange(contacts.Append(("Staff", options.Staff ?? new())).Where(c => AreOneSignIn(c.Item2, programs))
                .Select(c => $"{c.Item1} and ApiClients have the scheme '{programs.Scheme}' and the issuer in common, so people could be taken for programs: give programs a role there (Roles), or a scheme of their own."));
        }

        return flaws.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(flaws.Select(f => $"{nameof(ConsentActorOptions)}: {f}"));
    }

    private static IEnumerable<string> FlawsBetween((string Name, IdentitySource Source) one, (string Name, IdentitySource Source) other)
    {
        if (AreOneSignIn(one.Source, other.Source))
        {
            yield return $"{one.Name} and {other.Name} have the same scheme and the same issuer: nothing tells them apart. Set the Issuer of each.";
        }

        if (one.Source.Prefix is not { } first || other.Source.Prefix is not { } second)
        {
            yield return $"{one.Name} and {other.Name}: contacts sign in at two places. Set the Prefix of both: the same (also \"\") where the same id is the same person, else different ones, such as \"google:\".";
        }
        else if (!string.Equals(first, second, StringComparison.Ordinal) && (first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal)))
        {
            yield return $"{one.Name} and {other.Name}: the Prefix of one begins with that of the other, so an id of one could be written as one of the other. Choose others, such as \"shop:\" and \"google:\".";
        }
    }

    private static bool AreOneSignIn(IdentitySource one, IdentitySource other) => one.Scheme is not null && string.Equals(one.Scheme, other.Scheme, StringComparison.Ordinal) && string.Equals(one.Issuer, other.Issuer, StringComparison.Ordinal);

    private static (string, IdentitySource)[] Named(string where, IdentitySource? source) => source is null ? [] : [(where, source)];

    private IEnumerable<string> FlawsOf(string where, IdentitySource source)
    {
        if (string.IsNullOrWhiteSpace(source.Scheme))
        {
            yield return $"{where}.Scheme is missing: the authentication scheme that proves who it is, such as \"Cookies\".";
        }
        else if (!authentication.Value.SchemeMap.TryGetValue(source.Scheme, out var scheme))
        {
            yield return $"{where}.Scheme '{source.Scheme}' is none that AddAuthentication() was given{(authentication.Value.SchemeMap.Count == 0 ? "" : $": there are '{string.Join("', '", authentication.Value.SchemeMap.Keys)}'")}.";
        }
        else if (scheme.HandlerType == typeof(PolicySchemeHandler))
        {
            yield return $"{where}.Scheme '{source.Scheme}' forwards to other schemes: name the one that proves who it is.";
        }

        if (string.IsNullOrWhiteSpace(source.Issuer))
        {
            yield return $"{where}.Issuer is blank: a claim counts from one issuer only.";
        }
    }
}
