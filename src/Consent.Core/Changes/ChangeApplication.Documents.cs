namespace Consent;

/// <summary>What of a document is remembered once it is recorded.</summary>
internal sealed partial class ChangeApplication
{
    private SourceDocument? _remembered;

    /// <summary>
    /// What of the document was not refused: a refused yes is said again by the next one. Its date is no later than now: a file from a clock that runs ahead must not make all others older.
    /// </summary>
    private SourceDocument? Remembered()
    {
        if (change.Document is not { } document)
        {
            return null;
        }

        var taken = _refused is null ? document : WithoutRefused(document, _refused.Keys);
        return taken.Flags.Nodes.IsEmpty ? null : taken with { AsOf = Timestamp.Min(document.AsOf, Now) };
    }

    private SourceDocument WithoutRefused(SourceDocument document, IEnumerable<int> places)
    {
        var refused = places.Select(i => (change.Statements[i].Node, change.Statements[i].Flag)).ToHashSet();
        return document.Only(flag => !refused.Contains(flag));
    }

    /// <summary>Whether the source says what it did not say before: that is recorded, if need be without a statement.</summary>
    private bool IsNewsOf(SourceDocument? document) =>
        document is not null && _contact.Sources.GetValueOrDefault(document.Source)?.Knows(document) != true;
}
