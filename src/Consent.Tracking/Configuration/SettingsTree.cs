using System.Text.Json;
using Consent.Storage;
using Microsoft.Extensions.Configuration;

namespace Consent.Tracking;

/// <summary>Makes settings of a section of the configuration, and of a JSON file that it names: both are read in one way.</summary>
internal static class SettingsTree
{
    private static readonly JsonDocumentOptions s_json = new() { AllowDuplicateProperties = false, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 8 };

    public static ConsentSettings Of(IConfigurationSection section, string contentRoot, ICollection<string> flaws) =>
        new(section.Path, section.Key, section.Value, [.. section.GetChildren().Select(child => Of(child, contentRoot, flaws))], contentRoot, flaws);

    /// <summary>The content of a file; <see langword="null"/>: it cannot be read, which is told of the key that names it.</summary>
    /// <param name="owner">The section that has the key.</param>
    /// <param name="key">The key that names the file.</param>
    /// <param name="path">The file, whole; paths in it are relative to its directory.</param>
    /// <param name="flaws">Gets what is wrong in it.</param>
    public static ConsentSettings? OfFile(ConsentSettings owner, string key, string path, ICollection<string> flaws)
    {
        if (Content(owner, key, path) is not { } json)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, s_json);
            return Of(Path.GetFileName(path), "", document.RootElement, Path.GetDirectoryName(path)!, flaws);
        }
        catch (Exception flaw) when (flaw is JsonException or ArgumentException or InvalidOperationException)
        {
            owner.Flaw(key, $"the file {path} is no JSON: {flaw.Message}");
            return null;
        }
    }

    /// <summary>The text of a file; <see langword="null"/>: it cannot be read, which is told.</summary>
    public static string? Content(ConsentSettings owner, string key, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is FileNotFoundException or DirectoryNotFoundException)
        {
            owner.Flaw(key, $"there is no file {path}. Paths are relative to the content root, and the file must be copied to where the host runs.");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            owner.Flaw(key, $"the file {path} cannot be read: {trouble.GetType().Name}.");
        }

        return null;
    }

    private static ConsentSettings Of(string place, string name, JsonElement value, string directory, ICollection<string> flaws)
    {
        IEnumerable<(string Name, JsonElement Value)> members = value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Select(m => (m.Name, m.Value)),
            JsonValueKind.Array => value.EnumerateArray().Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        return new(place, name, TextOf(value), [.. members.Select(m => Of($"{place}:{m.Name}", m.Name, m.Value, directory, flaws))], directory, flaws);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
