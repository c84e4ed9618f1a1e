namespace Consent;

/// <summary>Rows 3 to 5: what forbids a purpose, whatever the basis.</summary>
internal ref partial struct Evaluation
{
    private bool AskGates(PurposeNode asked, PurposeNode node)
    {
        if (AreSurelyOpen(asked, node))
        {
            return false;
        }

        return AskBlocks(asked, node) || AskExtendedObjections(_plan, node) || (!ReferenceEquals(asked, node) && AskExtendedObjections(_law[asked], asked));
    }

    /// <summary>Rows 3 to 4a.</summary>
    private bool AskBlocks(PurposeNode asked, PurposeNode node)
    {
        if (AskBlocked(DecisionRow.Restriction, ConsentFlag.Restriction, DecisionCode.Restricted, asked, node)
            || (!IsOverridden(node) && AskBlocked(DecisionRow.Objection, ConsentFlag.Objection, DecisionCode.Objected, asked, node)))
        {
            return true;
        }

        if (IsUnknown(asked) || (!ReferenceEquals(asked, node) && IsUnknown(node)))
        {
            return Stop(DecisionRow.UnknownEntry, DecisionOutcome.Review, DecisionCode.UnknownEntryKind, asked.Path);
        }

        Pass(DecisionRow.UnknownEntry, node);
        return false;
    }

    /// <summary>Compelling grounds are stated, and it is no direct marketing (GDPR art. 21(1)).</summary>
    private readonly bool IsOverridden(PurposeNode node) => _request is { ServesNoDirectMarketing: true, Operation: not Operation.ToAsk } && !string.IsNullOrWhiteSpace(_facts.CompellingGrounds)
        && !(_rules.Taxonomy.Marketing is { } marketing && node.CoveringFor(servesNoDirectMarketing: true).Contains(marketing.Index));

    /// <summary>Whether the gates are open for lack of anything that could close them, which is nearly always so. A trace wants each row asked.</summary>
    private readonly bool AreSurelyOpen(PurposeNode asked, PurposeNode node)
    {
        if (_trace is not null || !ReferenceEquals(asked, node))
        {
            return false;
        }

        var reach = node.CoveringFor(IgnoresMarketing).Fingerprint | NodeSet.FingerprintOf(node.Index);
        foreach (var extension in _plan.ObjectionsReaching)
        {
            reach |= NodeSet.FingerprintOf(extension.From.Index);
        }

        foreach (var id in _ids)
        {
            if (((id.Counted.Restricted | id.Counted.Objected) & reach) != 0 || !id.Unknown.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private bool AskBlocked(DecisionRow row, ConsentFlag flag, DecisionCode code, PurposeNode asked, PurposeNode node)
    {
        if (IsBlocked(asked, node, flag, out var block))
        {
            _reliedOn = block.Change;
            _source = flag == ConsentFlag.Objection && node.Basis != PurposeBasis.Consent && IsOfService(node, block.Node) ? WishSource : null;
            return Stop(row, DecisionOutcome.Deny, code, _rules.Taxonomy.Nodes[block.Node].Path);
        }

        Pass(row, node);
        return false;
    }

    /// <summary>Whether an entry that nobody can read may touch the node, direct marketing or not: conditional edges count.</summary>
    private readonly bool IsUnknown(PurposeNode node)
    {
        foreach (var id in _ids)
        {
            foreach (var unknown in id.Unknown.AsSpan())
            {
                if (_rules.Taxonomy.Covers(unknown, node.Path, servesNoDirectMarketing: false) || unknown.IsRoot)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether an entry that nobody can read names this very path, known to the taxonomy or not.</summary>
    private readonly bool IsUnknown(PurposePath path)
    {
        foreach (var id in _ids)
        {
            if (id.Unknown.Contains(path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Row 5: an objection to a group that reaches another, unless answered there at the same time or later.</summary>
    private bool AskExtendedObjections(PurposePlan plan, PurposeNode node)
    {
        if (plan.ObjectionsReaching.Length == 0)
        {
            return false;
        }

        foreach (var extension in plan.ObjectionsReaching)
        {
            foreach (var id in _ids)
            {
                if (IsObjectedToOn(id, extension, node, out var change) && MayApply(extension.Part))
                {
                    _reliedOn = change;
                    return Stop(DecisionRow.ExtendedObjection, DecisionOutcome.Deny, DecisionCode.ObjectionExtends, extension.From.Path, extension.Part);
                }
            }
        }

        Pass(DecisionRow.ExtendedObjection, node);
        return false;
    }

    /// <summary>Whether an objection, or a pause that is not over, sits on the group itself and was not answered for the node.</summary>
    private bool IsObjectedToOn(ContactConsents id, Extension extension, PurposeNode node, out ChangeId change)
    {
        var table = id.Counted;
        var from = extension.From;
        var place = table.IndexOf(from.Index, ConsentFlag.Objection);
        if (place >= 0 && table.Cells[place].IsActive && !IsAnswered(id, node, extension.To, table.Cells[place].At))
        {
            change = table.Cells[place].Origin.Change;
            return true;
        }

        change = default;
        Timestamp? lasting = null;
        foreach (var pause in table.Pauses)
        {
            if (pause.Node == from.Index && pause.Statement.Flag == ConsentFlag.Objection && pause.Until > _asOf && !(lasting >= pause.Until)
                && !EffectiveFlags.IsLifted(table, _rules.Taxonomy, from, from.Index, ConsentFlag.Objection, pause.Statement.OccurredAt, IgnoresMarketing)
                && !IsAnswered(id, node, extension.To, pause.Statement.OccurredAt))
            {
                (lasting, change) = (pause.Until, pause.Statement.Origin.Change);
            }
        }

        return lasting is { } until && !HasCome(until);
    }

    /// <summary>Whether the person took it back for the node, there or on the group or between them, or consented to it: at the same time or later.</summary>
    private bool IsAnswered(ContactConsents id, PurposeNode node, PurposeNode group, Timestamp since)
    {
        var table = id.Counted;
        var covering = node.CoveringFor(IgnoresMarketing);
        foreach (ref readonly var cell in table.Cells)
        {
            if (cell is { Flag: ConsentFlag.Objection, IsActive: false, IsAttested: true } && cell.At >= since
                && (cell.Node == node.Index || covering.Contains(cell.Node))
                && (cell.Node == group.Index || _rules.Taxonomy.Nodes[cell.Node].CoveringFor(IgnoresMarketing).Contains(group.Index)))
            {
                return true;
            }
        }

        var status = StatusOf(id, node);
        return status.Value == FlagValue.Active && status.Give.IsAttested && status.At >= since;
    }
}
