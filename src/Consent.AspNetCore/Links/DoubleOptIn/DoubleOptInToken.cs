using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Consent.Tracking;
using Microsoft.AspNetCore.DataProtection;

namespace Consent.AspNetCore;

/// <summary>The token of a double opt-in's link: all that the link says, protected.</summary>
internal static class DoubleOptInToken
{
    // Longer than any that is made: what is longer is not looked at.
    private const int MaxLength = 16 * 1024;

    public static string Of(IDataProtector protector, DoubleOptInLink link) =>
        Base64Url.EncodeToString(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(link, DoubleOptInJson.Default.DoubleOptInLink)));

    /// <summary>What it says; <see langword="null"/>: it is none, or was not made with these keys.</summary>
    public static DoubleOptInLink? Read(IDataProtector protector, string token)
    {
        if (token.Length is 0 or > MaxLength || !Base64Url.IsValid(token))
        {
            return null;
        }

        try
        {
            var link = JsonSerializer.Deserialize(protector.Unprotect(Base64Url.DecodeFromChars(token)), DoubleOptInJson.Default.DoubleOptInLink);
            return link is { Contact.IsDefault: false, Purposes.IsDefaultOrEmpty: false, Notice: not null, Evidence: not null } ? link : null;
        }
        catch (Exception none) when (none is CryptographicException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(DoubleOptInLink))]
internal sealed partial class DoubleOptInJson : JsonSerializerContext;
