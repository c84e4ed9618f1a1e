namespace Consent;

/// <summary>What is told of a statement beside what the fold made of it: that a text of it was cut, that its path is unknown.</summary>
internal static class EnvelopeNotes
{
    public static StatementOutcome On(StatementOutcome outcome, Statement said, PurposeTaxonomy taxonomy)
    {
        var isCut = said.IsCut || !ReferenceEquals(outcome.Statement, said);
        var isKnown = taxonomy.Find(said.Node) is not null;
        if (isKnown && !isCut)
        {
            return outcome;
        }

        var notes = outcome.Notes;
        if (!isKnown)
        {
            var note = new ChangeNote(ChangeCode.UnknownPurpose, NearestPath.To(taxonomy, said.Node));
            var told = notes.IndexOf(new(ChangeCode.UnknownPurpose));
            notes = told >= 0 ? notes.SetItem(told, note) : notes.Add(note);
        }

        return outcome with { Statement = said, Notes = isCut ? notes.Add(new(ChangeCode.TextCut)) : notes };
    }
}
