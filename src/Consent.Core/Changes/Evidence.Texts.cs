using System.Collections.Immutable;

namespace Consent;

/// <content>What is kept of texts, and the digests of what is not.</content>
public sealed partial record Evidence
{
    /// <summary>The names that <see cref="CutTexts"/> may hold.</summary>
    internal static ImmutableArray<string> TextNames { get; } = ["method", "reference", "source", "ground", "contract", DetailsName];

    /// <summary>The same without its longer texts: who acted, how and on what ground stay, and the digests of what is left out.</summary>
    internal Evidence WithoutTexts()
    {
        var cut = CutTexts.ToBuilder();
        Leave("method", Method?.Length > MaxDetailNameLength ? Method : null);
        Leave("ground", Ground?.Length > MaxDetailNameLength ? Ground : null);
        Leave("reference", Reference);
        Leave("source", Source);
        Leave("contract", Contract);
        if (!Details.IsEmpty && !cut.ContainsKey(DetailsName))
        {
            cut[DetailsName] = DigestOf(Details);
        }

        return this with
        {
            Method = StoredText.Cut(Method, MaxDetailNameLength, out _),
            Ground = StoredText.Cut(Ground, MaxDetailNameLength, out _),
            Reference = null,
            Source = null,
            Contract = null,
            Details = StoredText.None,
            CutTexts = cut.ToImmutable(),
        };

        void Leave(string name, string? text)
        {
            if (text is not null && !cut.ContainsKey(name))
            {
                cut[name] = WholeText.Digest(text);
            }
        }
    }

    private static ImmutableSortedDictionary<string, Sha256Digest> KeptCuts(ImmutableSortedDictionary<string, Sha256Digest> cut)
    {
        ArgumentNullException.ThrowIfNull(cut);
        return cut.WithComparers(StringComparer.Ordinal).RemoveRange(cut.Keys.Where(name => !TextNames.Contains(name, StringComparer.Ordinal)));
    }

    private string? Kept(string? value, string name)
    {
        var kept = StoredText.Cut(value, MaxTextLength, out var whole);
        _cutTexts = whole is { } digest ? CutTexts.SetItem(name, digest) : CutTexts.Remove(name);
        return kept;
    }

    private ImmutableSortedDictionary<string, string> KeptDetails(ImmutableSortedDictionary<string, string> details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var kept = KeptDetailsOf(details, out var isWhole);
        _cutTexts = isWhole ? CutTexts.Remove(DetailsName) : CutTexts.SetItem(DetailsName, DigestOf(details));
        return kept;
    }

    private static ImmutableSortedDictionary<string, string> KeptDetailsOf(ImmutableSortedDictionary<string, string> details, out bool isWhole)
    {
        var kept = StoredText.None.ToBuilder();
        isWhole = true;
        foreach (var (name, value) in details.WithComparers(StringComparer.Ordinal))
        {
            var keptName = StoredText.Cut(name, MaxDetailNameLength, out var cutName);
            var keptValue = StoredText.Cut(value, MaxTextLength, out var cutValue);
            var isKept = keptName is not null && keptValue is not null && kept.Count < MaxDetails && !kept.ContainsKey(keptName);
            isWhole &= isKept && cutName is null && cutValue is null;
            if (isKept)
            {
                kept.Add(keptName!, keptValue!);
            }
        }

        return isWhole ? details.WithComparers(StringComparer.Ordinal) : kept.ToImmutable();
    }

    private static Sha256Digest DigestOf(IEnumerable<KeyValuePair<string, string>> details)
    {
        var hash = CanonicalHash.Begin();
        foreach (var (name, value) in details)
        {
            hash.Text(name);
            hash.Text(value);
        }

        return hash.Finish();
    }
}
