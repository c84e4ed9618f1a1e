using System.Security.Cryptography;
using System.Text;

namespace Consent.Interchange;

/// <summary>Names what a document speaks of and the format does not have.</summary>
internal static class WireUnknown
{
    /// <summary>The path that the names make; where they make none, one that stands for them and quotes nothing.</summary>
    public static PurposePath PathOf(string text) => PurposePath.TryParse(text, null, out var path)
        ? path
        : PurposePath.Parse($"unknown.x{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}");
}
