using System.Collections.Frozen;
using System.Text.Json;

namespace Consent.Hub.Texts;

/// <summary>What the pages say, in one language. No culture of the system is asked, so that a host with invariant globalization has the same texts.</summary>
internal sealed class HubTexts
{
    private static readonly FrozenDictionary<string, HubTexts> s_all = new[] { "en", "it" }.ToFrozenDictionary(l => l, Read, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, string> _texts;

    private HubTexts(string language, FrozenDictionary<string, string> texts) => (Language, _texts) = (language, texts);

    public static IEnumerable<HubTexts> All => s_all.Values.OrderBy(t => t.Language, StringComparer.Ordinal);

    public string Language { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    public string this[string key] => _texts[key];

    public static HubTexts? Find(string? language) => language is null ? null : s_all.GetValueOrDefault(language);

    /// <summary>Those in the first language of the browser's that there is; else the English ones.</summary>
    public static HubTexts For(string? acceptLanguage) =>
        (acceptLanguage ?? "").Split(',', 16).Select(range => Find(range.Split(';', '-')[0].Trim())).FirstOrDefault(t => t is not null) ?? s_all["en"];

    public bool Has(string key) => _texts.ContainsKey(key);

    public string Fill(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = this[key];
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private static HubTexts Read(string language)
    {
        using var resource = typeof(HubTexts).Assembly.GetManifestResourceStream($"Consent.Hub.Hub.{language}.json")!;
        using var document = JsonDocument.Parse(resource);
        return new(language, document.RootElement.EnumerateObject().ToFrozenDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal));
    }
}
