using System.Collections;
using System.Collections.Frozen;
using System.Resources;

namespace Consent;

/// <summary>The words of this package, from <c>Words.*.resx</c>.</summary>
internal static class EmbeddedWords
{
    public const string Fallback = "en";

    /// <summary>By language, and by key.</summary>
    public static FrozenDictionary<string, FrozenDictionary<string, string>> Read() =>
        new[] { "de", Fallback, "es", "fr", "it" }.ToFrozenDictionary(l => l, Read, StringComparer.OrdinalIgnoreCase);

    // One resource of this assembly each, and no satellite assembly: those are found by culture, and a host with invariant globalization has none (ADR 19).
    private static FrozenDictionary<string, string> Read(string language)
    {
        using var texts = typeof(EmbeddedWords).Assembly.GetManifestResourceStream($"Consent.Words.{language}.resources")!;
        using var reader = new ResourceReader(texts);
        return reader.Cast<DictionaryEntry>().ToFrozenDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
    }
}
