namespace Consent;

/// <summary>Rows 3 to 8: what forbids a purpose, whatever the basis.</summary>
internal ref partial struct Evaluation
{
    private static readonly TimeSpan s_afterContract = TimeSpan.FromDays(30);

    private bool AskGates(PurposeNode asked, PurposeNode node)
    {
        if (AreSurelyOpen(asked, node))
        {
            return false;
        }

        if (AskBlocked(DecisionRow.Restriction, ConsentFlag.Restriction, DecisionCode.Restricted, asked, node)
            || AskBlocked(DecisionRow.Objection, ConsentFlag.Objection, DecisionCode.Objected, asked, node))
        {
            return true;
        }

        if (IsUnknown(asked) || (!ReferenceEquals(asked, node) && IsUnknown(node)))
        {
            return Stop(DecisionRow.UnknownEntry, DecisionOutcome.Review, DecisionCode.UnknownEntryKind, asked.Path);
        }

        Pass(DecisionRow.UnknownEntry, node);
        return _law.Has(DecisionRow.ExtendedObjection) && AskExtendedObjection(node);
    }

    /// <summary>Whether the gates are open for lack of anything that could close them, which is nearly always so. A trace wants each row asked.</summary>
    private readonly bool AreSurelyOpen(PurposeNode asked, PurposeNode node)
    {
        if (_trace is not null || !ReferenceEquals(asked, node))
        {
            return false;
        }

        var reach = node.CoveringFor(IgnoresMarketing).Fingerprint | NodeSet.FingerprintOf(node.Index);
        if (_law.Has(DecisionRow.ExtendedObjection) && _rules.Taxonomy.AutomaticMarketing is { } automatic)
        {
            reach |= NodeSet.FingerprintOf(automatic.Index);
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

    /// <summary>Row 5: an objection to all automated contact reaches traditional contact, unless later taken back there.</summary>
    private bool AskExtendedObjection(PurposeNode node)
    {
        if (_rules.Taxonomy.AutomaticMarketing is not { } automatic || _rules.Taxonomy.TraditionalMarketing is not { } traditional
            || !IsWithin(node, traditional))
        {
            return false;
        }

        foreach (var id in _ids)
        {
            if (IsObjectedToOn(id.Counted, automatic, node, traditional, out var change))
            {
                _reliedOn = change;
                return Stop(DecisionRow.ExtendedObjection, DecisionOutcome.Deny, DecisionCode.ObjectionExtendsToTraditional, automatic.Path);
            }
        }

        Pass(DecisionRow.ExtendedObjection, node);
        return false;
    }

    /// <summary>Whether an objection, or a pause that is not over, sits on the group itself and was not taken back for the node.</summary>
    private bool IsObjectedToOn(FlagTable table, PurposeNode automatic, PurposeNode node, PurposeNode traditional, out ChangeId change)
    {
        var place = table.IndexOf(automatic.Index, ConsentFlag.Objection);
        if (place >= 0 && table.Cells[place].IsActive && !IsTakenBack(table, node, traditional, table.Cells[place].At))
        {
            change = table.Cells[place].Origin.Change;
            return true;
        }

        change = default;
        Timestamp? lasting = null;
        foreach (var pause in table.Pauses)
        {
            if (pause.Node == automatic.Index && pause.Statement.Flag == ConsentFlag.Objection && pause.Until > _asOf && !(lasting >= pause.Until)
                && !EffectiveFlags.IsLifted(table, _rules.Taxonomy, automatic, automatic.Index, ConsentFlag.Objection, pause.Statement.OccurredAt, IgnoresMarketing)
                && !IsTakenBack(table, node, traditional, pause.Statement.OccurredAt))
            {
                (lasting, change) = (pause.Until, pause.Statement.Origin.Change);
            }
        }

        return lasting is { } until && !HasCome(until);
    }

    private readonly bool IsTakenBack(FlagTable table, PurposeNode node, PurposeNode traditional, Timestamp since)
    {
        var covering = node.CoveringFor(IgnoresMarketing);
        foreach (ref readonly var cell in table.Cells)
        {
            if (cell is { Flag: ConsentFlag.Objection, IsActive: false, IsAttested: true } && cell.At > since
                && (cell.Node == node.Index || covering.Contains(cell.Node))
                && (cell.Node == traditional.Index || _rules.Taxonomy.Nodes[cell.Node].CoveringFor(IgnoresMarketing).Contains(traditional.Index)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rows 6 to 8: the public register of oppositions.</summary>
    private bool AskRegister(PurposeNode node, scoped in EffectiveStatus status)
    {
        var register = _request.Facts.Register;
        if (node.Channel is Channel.Phone or Channel.AutomatedPhone)
        {
            if (_law.Has(DecisionRow.RegisterPhone))
            {
                if (register?.PhoneEnrolledAt is { } enrolled && !(status.Value == FlagValue.Active && status.At > enrolled) && !HasContract())
                {
                    _reliedOn = status.Change;
                    return Stop(DecisionRow.RegisterPhone, DecisionOutcome.Deny, DecisionCode.OppositionRegisterPhone, node.Path);
                }

                Pass(DecisionRow.RegisterPhone, node);
            }

            if (_law.Has(DecisionRow.RegisterFresh))
            {
                if (!IsChecked(register))
                {
                    return Stop(DecisionRow.RegisterFresh, DecisionOutcome.Review, DecisionCode.OppositionRegisterNotChecked, node.Path);
                }

                if (!IsFresh(register))
                {
                    return Stop(DecisionRow.RegisterFresh, DecisionOutcome.Review, DecisionCode.OppositionRegisterStale, node.Path);
                }

                Pass(DecisionRow.RegisterFresh, node);
            }
        }
        else if (node.Channel == Channel.Paper && _law.Has(DecisionRow.RegisterPostal))
        {
            if (_request.Facts.AddressSource == AddressSource.PublicDirectory && register?.PostalEnrolledAt is not null && status.Value != FlagValue.Active)
            {
                _reliedOn = status.Change;
                return Stop(DecisionRow.RegisterPostal, DecisionOutcome.Deny, DecisionCode.OppositionRegisterPostal, node.Path);
            }

            Pass(DecisionRow.RegisterPostal, node);
        }

        return false;
    }

    private bool HasContract() =>
        _request.Facts.Contract is { } contract
        && (contract.IsActive || (contract.EndedAt is { } ended && !IsOver(s_afterContract, ended)));

    private bool IsChecked(OppositionRegisterFacts? register) => register?.CheckedAt is { } at && HasCome(at);

    private bool IsFresh(OppositionRegisterFacts? register) =>
        register?.CheckedAt is { } at && HasCome(at) && !IsOver(_law.RegisterCheckValidity, at);

    private static bool IsWithin(PurposeNode node, PurposeNode group) => !ReferenceEquals(node, group) && node.Path.IsAtOrBelow(group.Path);
}
