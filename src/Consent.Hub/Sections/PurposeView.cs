namespace Consent.Hub.Sections;

/// <summary>A purpose as a page shows it: three settings, and what may be done today.</summary>
internal sealed record PurposeView(PurposePath Purpose, FlagView Status, FlagView Restriction, FlagView Objection, ConsentDecision Decision)
{
    public IEnumerable<FlagView> Flags => [Status, Restriction, Objection];

    /// <summary>An id for the page's own anchors: the path without its dots.</summary>
    public string Anchor => Purpose.ToString().Replace('.', '-');

    public static PurposeView Of(ContactConsents record, PurposePreference preference, Timestamp now)
    {
        var node = record.Taxonomy.Find(preference.Purpose)!;

        // A pause that is over is still among what was said: what takes effect at this instant is shown.
        var said = record.Effective(preference.Purpose, asOf: now) is var now1 && IsAlone(record) ? now1 : preference.Said;
        return new(
            preference.Purpose, FlagView.Of(record, node, ConsentFlag.Status, said.Status, now), FlagView.Of(record, node, ConsentFlag.Restriction, said.Restriction, now),
            FlagView.Of(record, node, ConsentFlag.Objection, said.Objection, now), preference.Decision);
    }

    private static bool IsAlone(ContactConsents record) => record.Links.IsEmpty;
}
