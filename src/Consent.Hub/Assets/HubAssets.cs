using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub.Assets;

/// <summary>The style sheet and the icon, each under a name that changes with its content: browsers keep them for ever.</summary>
internal static class HubAssets
{
    private static readonly FrozenDictionary<string, (byte[] Content, string Type)> s_byName = new[]
    {
        Read("hub.css", "text/css; charset=utf-8"),
        Read("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(a => a.Name, a => (a.Content, a.Type), StringComparer.Ordinal);

    public static string StyleSheet { get; } = NameOf(".css");

    public static string Icon { get; } = NameOf(".svg");

    public static IResult Answer(HttpContext context, string name)
    {
        if (!s_byName.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Content, asset.Type);
    }

    private static string NameOf(string ending) => s_byName.Keys.Single(n => n.EndsWith(ending, StringComparison.Ordinal));

    private static (string Name, byte[] Content, string Type) Read(string file, string type)
    {
        using var resource = typeof(HubAssets).Assembly.GetManifestResourceStream($"Consent.Hub.{file}")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return ($"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}{Path.GetExtension(file)}", content, type);
    }
}
