using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Consent.Hub;

/// <summary>How a contact is named in an address: by an opaque id as it is. An id that is an address or a phone number itself, or would have to be escaped, is sealed: it is written into no log of requests.</summary>
internal sealed class HubKeys(IDataProtectionProvider protection)
{
    private const char Sealed = '~';
    private static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private readonly IDataProtector _protector = protection.CreateProtector("Consent.Hub/contacts/v1");

    public string KeyOf(ContactId contact) => IsPlain(contact) ? contact.Value : $"{Sealed}{WebEncoders.Base64UrlEncode(_protector.Protect(Encoding.UTF8.GetBytes(contact.Value)))}";

    public bool TryRead(string? key, [NotNullWhen(true)] out ContactId? contact)
    {
        contact = null;
        if (key is not { Length: > 0 })
        {
            return false;
        }

        if (key[0] != Sealed)
        {
            contact = ContactId.TryParse(key, null, out var plain) && IsPlain(plain) ? plain : null;
            return contact is not null;
        }

        try
        {
            contact = ContactId.From(Encoding.UTF8.GetString(_protector.Unprotect(WebEncoders.Base64UrlDecode(key[1..]))));
            return true;
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsPlain(ContactId contact) => !contact.Value.AsSpan().ContainsAnyExcept(s_plain) && contact.Value is not ("." or "..") && ContactPoint.Of(contact) is null;
}
