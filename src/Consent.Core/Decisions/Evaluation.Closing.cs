namespace Consent;

/// <summary>Rows 2'' and 2a: ids that are being erased, or were, and records that do not verify.</summary>
internal ref partial struct Evaluation
{
    private bool AskClosing(PurposePath? purpose)
    {
        var isAnyClosed = false;
        foreach (var id in _ids)
        {
            if (id.State == ContactState.Erasing)
            {
                return Stop(DecisionRow.Erasure, DecisionOutcome.Deny, DecisionCode.ErasureInProgress, null);
            }

            if (id.State == ContactState.Altered)
            {
                return Stop(DecisionRow.Erasure, DecisionOutcome.Deny, DecisionCode.RecordAltered, null);
            }

            isAnyClosed |= id.State == ContactState.Closed;
        }

        return AskService(purpose) || (isAnyClosed && AskSuppression(purpose));
    }

    private bool AskSuppression(PurposePath? purpose)
    {
        var node = purpose is null ? null : _rules.Taxonomy.Find(purpose);
        foreach (var id in _ids)
        {
            if (id is { State: ContactState.Closed, Closing.Kind: ClosedKind.NeverContact } && ReachesFromRoot(id.Counted, node))
            {
                return Stop(DecisionRow.Suppression, DecisionOutcome.Deny, DecisionCode.Suppressed, null);
            }
        }

        return false;
    }

    /// <summary>Whether the objection to everything reaches a node: nobody who may has taken it back there since.</summary>
    private readonly bool ReachesFromRoot(FlagTable table, PurposeNode? node)
    {
        var root = _rules.Taxonomy.Nodes[0].Index;
        var place = table.IndexOf(root, ConsentFlag.Objection);
        return place >= 0 && table.Cells[place].IsActive
            && (node is null || !EffectiveFlags.IsLifted(table, _rules.Taxonomy, node, root, ConsentFlag.Objection, table.Cells[place].At, IgnoresMarketing));
    }
}
