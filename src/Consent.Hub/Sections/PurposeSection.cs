using System.Collections.Immutable;

namespace Consent.Hub.Sections;

/// <summary>Purposes of one group, in the order of the taxonomy: a section of a page.</summary>
internal sealed record PurposeSection(PurposePath Group, ImmutableArray<PurposeView> Purposes)
{
    public string Anchor => Group.ToString().Replace('.', '-');

    public static ImmutableArray<PurposeSection> Of(ContactConsents record, ConsentPreferences preferences, ConsentRules rules, Timestamp now)
    {
        var read = record.Under(rules.Taxonomy);
        return [.. preferences.Purposes.GroupBy(p => p.Purpose.Parent ?? PurposePath.All).Select(g => new PurposeSection(g.Key, [.. g.Select(p => PurposeView.Of(read, p, now))]))];
    }
}
