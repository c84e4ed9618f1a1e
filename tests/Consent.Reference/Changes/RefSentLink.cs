namespace Consent.Reference;

/// <summary>A link that was sent to the contact, by which they act without signing in.</summary>
/// <param name="Kind">unsubscribe, confirm or preferences.</param>
/// <param name="MadeAt">When it was made, microseconds since 1970 UTC.</param>
/// <param name="Nodes">The nodes that it names; of preferences none.</param>
/// <param name="MayGive">Whether consent may be given by it.</param>
public sealed record RefSentLink(string Kind, long MadeAt, IReadOnlyList<string> Nodes, bool MayGive)
{
    /// <summary>
    /// Unsubscribe and confirm: objections and withdrawals of the nodes named and what is below them. Confirm: what was given for just these, confirmed, not before the link was made. Preferences: any no,
    /// and a yes where the host lets it.
    /// </summary>
    public bool IsFor(RefWord word) =>
        Kind == "preferences" ? word.IsProtective || MayGive
        : word.IsProtective ? word.Flag != RefFlag.Restriction && Nodes.Any(node => node == RefTaxonomy.Root || word.Node == node || RefTaxonomy.IsUnder(word.Node, node))
        : Kind == "confirm" && word.Evidence.Confirmed && word.When?.Earliest >= MadeAt && Nodes.Contains(word.Node);
}
