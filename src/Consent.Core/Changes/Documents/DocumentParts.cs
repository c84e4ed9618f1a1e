using System.Collections.Immutable;

namespace Consent;

/// <summary>Makes changes of what a document states: one, or several where one could not hold it all.</summary>
/// <param name="document">The document.</param>
/// <param name="remembered">What is to be remembered of it.</param>
/// <param name="recorded">The entry that has its id already.</param>
/// <param name="current">What is on record.</param>
internal sealed class DocumentParts(ConsentDocument document, SourceDocument remembered, AuditEntry? recorded, ContactConsents current)
{
    public ImmutableArray<ConsentChange> Of(IReadOnlyCollection<Statement> statements, NoticeAcceptance? acceptance)
    {
        // Noes first: what cuts a document off should cut its yeses off.
        Statement[][] chunks = statements.Count <= ConsentChange.MaxStatements
            ? [[.. statements]]
            : [.. statements.OrderBy(s => !s.IsProtective).Chunk(ConsentChange.MaxStatements)];
        var earlier = new HashSet<(PurposePath, ConsentFlag)>();
        var parts = ImmutableArray.CreateBuilder<ConsentChange>(chunks.Length);
        for (var i = 0; i < chunks.Length; i++)
        {
            var isLast = i == chunks.Length - 1;
            var stated = chunks[i].Select(s => (s.Node, s.Flag)).ToHashSet();
            var change = ConsentChange.For(document.Contact).From(document.Source).Say(chunks[i]);
            change = i == 0 && acceptance is not null ? change.AcceptNotice(acceptance) : change;

            // A part remembers what it states, since some of that may be refused; the last one also what needs no statement.
            var own = chunks.Length == 1 ? remembered : remembered.Only(f => stated.Contains(f) || (isLast && !earlier.Contains(f)));
            parts.Add(change.WithId(IdOf(change, isLast)).ReadFrom(own));
            earlier.UnionWith(stated);
        }

        return parts.MoveToImmutable();
    }

    /// <summary>
    /// The last part has the document's own id: that id on record means that all of it was. An earlier part is named by what it says too, so that a document
    /// which was cut off and is read again never meets its own id with other content; so is what is taken of a document that is on record, such as a yes that was refused then.
    /// </summary>
    private ChangeId IdOf(ConsentChange change, bool isLast)
    {
        var id = document.ChangeId();
        if (isLast && recorded is null)
        {
            return id;
        }

        // What was taken out as wrong and comes again is another word: each time under another id.
        var made = id.Plus(ShortDigest.Of(change.ContentDigest()));
        return current.Rectified.Any(r => r.Change == made) ? id.Plus(ShortDigest.Of(change.ContentDigest(), current.Revision)) : made;
    }
}
