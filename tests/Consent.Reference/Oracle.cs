namespace Consent.Reference;

/// <summary>The rules read aloud: lists and loops, no care for speed. What the library says must be what this says.</summary>
public static class Oracle
{
    private static readonly RefOutcome[] StrictestFirst = [RefOutcome.Deny, RefOutcome.Review, RefOutcome.NoBasis, RefOutcome.Permit];

    /// <summary>RULES 1: what is in force on each key of an id, of the statements that count for it.</summary>
    /// <param name="history">Everything recorded.</param>
    /// <param name="taxonomy">The taxonomy, for the order of the entries.</param>
    /// <param name="contact">The id.</param>
    /// <param name="asOf">For a question about the past: what occurred later is cut.</param>
    public static RefFold Fold(RefHistory history, RefTaxonomy taxonomy, string contact, long? asOf = null)
    {
        var cut = Cut(history, asOf);
        return RefFold.Of(cut, taxonomy, new Links(cut), contact);
    }

    /// <summary>RULES 1: the notice acceptances that count for an id, each once, by date and then by version, ordinally.</summary>
    /// <param name="history">Everything recorded.</param>
    /// <param name="contact">The id.</param>
    public static IReadOnlyList<RefAcceptance> Acceptances(RefHistory history, string contact)
    {
        history = history.Righted();
        var links = new Links(history);
        return history.Acceptances.Where(acceptance => links.Counts(acceptance, contact)).DistinctBy(acceptance => (acceptance.Version, acceptance.At))
            .OrderBy(acceptance => acceptance.At).ThenBy(acceptance => acceptance.Version, StringComparer.Ordinal).ToList();
    }

    /// <summary>RULES 1: the ids that are one person with this one now, itself included, in ordinal order.</summary>
    /// <param name="history">Everything recorded.</param>
    /// <param name="contact">The id.</param>
    public static IReadOnlyList<string> PersonOf(RefHistory history, string contact) => new Links(history.Righted()).PersonOf(contact);

    /// <summary>A flag as it takes effect on a node for the person that an id is linked into.</summary>
    /// <param name="history">Everything recorded.</param>
    /// <param name="taxonomy">The taxonomy.</param>
    /// <param name="contact">Any id of the person.</param>
    /// <param name="node">The node's path.</param>
    /// <param name="flag">The flag; for Status the answer is D.</param>
    /// <param name="servesNoDirectMarketing">True where conditional edges do not exist; false for display.</param>
    /// <param name="asOf">For a question about the past: what occurred later is cut.</param>
    /// <param name="at">The instant at which spans of time are judged; the end of time where none is given.</param>
    public static RefEffective Effective(
        RefHistory history,
        RefTaxonomy taxonomy,
        string contact,
        string node,
        RefFlag flag,
        bool servesNoDirectMarketing = false,
        long? asOf = null,
        long? at = null)
    {
        var person = new Person(Cut(history, asOf), taxonomy, new Covering(taxonomy, servesNoDirectMarketing), contact, at ?? asOf ?? long.MaxValue);
        return flag == RefFlag.Status ? person.Status(node) : person.Flag(flag, node);
    }

    /// <summary>RULES 3, about the present: the whole history counts. A question about the past cuts the history first.</summary>
    /// <param name="history">Everything recorded, or <see cref="RefHistory.OccurredBy"/> of it.</param>
    /// <param name="taxonomy">The taxonomy.</param>
    /// <param name="laws">The jurisdictions, at least one: each decides by itself and the strictest counts.</param>
    /// <param name="notices">The notices published here.</param>
    /// <param name="request">The request.</param>
    /// <param name="restorePending">A restored database waits for confirmation.</param>
    public static RefDecision Decide(
        RefHistory history,
        RefTaxonomy taxonomy,
        IReadOnlyList<RefJurisdiction> laws,
        IReadOnlyList<RefNotice> notices,
        RefRequest request,
        bool restorePending = false)
    {
        var decisions = laws.Select(law => Decider.Decide(new Case(history, taxonomy, law, laws.Count == 1, notices, request), restorePending)).ToList();
        var strictest = decisions.MinBy(decision => Array.IndexOf(StrictestFirst, decision.Outcome))!; // of equals the first

        // A Permit bears the obligations of all.
        return strictest.Outcome == RefOutcome.Permit
            ? strictest with { Obligations = decisions.SelectMany(decision => decision.Obligations).ToHashSet(StringComparer.Ordinal) }
            : strictest;
    }

    /// <summary>RULES 2: what a change does and what is told of it. Whether its id was used before is not looked at.</summary>
    /// <param name="before">Everything recorded before it.</param>
    /// <param name="taxonomy">The taxonomy.</param>
    /// <param name="rules">The host's settings.</param>
    /// <param name="change">The change.</param>
    /// <param name="recording">By whom, when and through which door.</param>
    public static RefApplied Apply(RefHistory before, RefTaxonomy taxonomy, RefRules rules, RefChange change, RefRecording recording) =>
        new Application(before, taxonomy, rules, change, recording).Run();

    private static RefHistory Cut(RefHistory history, long? asOf) => (asOf is { } t ? history.OccurredBy(t) : history).Righted();
}
