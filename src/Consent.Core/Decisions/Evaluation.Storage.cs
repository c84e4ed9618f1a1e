namespace Consent;

/// <summary>Row 1: may what is on record be kept.</summary>
internal ref partial struct Evaluation
{
    /// <summary>Row 1. What the taxonomy does not know stands under the nearest node that it does.</summary>
    private bool AskStorage(PurposePath purpose)
    {
        var node = _rules.Taxonomy.Find(purpose);
        var known = node ?? _rules.Taxonomy.NearestKnown(purpose);
        if (IsBlocked(known, known, ConsentFlag.Restriction, out _) || (node is null && IsRestrictedByName(purpose)))
        {
            return PermitStorage(DecisionCode.StorageUnderRestriction, known, purpose);
        }

        if (node is { IsGroup: false })
        {
            var status = StatusOf(node);
            _failed = ConsentFails(node, status);
            _reliedOn = status.Change;
            if (_failed.IsEmpty)
            {
                return PermitStorage(DecisionCode.Consent, known, purpose);
            }
        }

        return Stop(DecisionRow.Storage, DecisionOutcome.NoBasis, DecisionCode.NotConsentBased, purpose);
    }

    private bool PermitStorage(DecisionCode code, PurposeNode known, PurposePath purpose) => IsUnknown(known) || IsUnknown(purpose)
        ? Stop(DecisionRow.UnknownEntry, DecisionOutcome.Review, DecisionCode.UnknownEntryKind, purpose)
        : Stop(DecisionRow.Storage, DecisionOutcome.Permit, code, purpose);

    /// <summary>A restriction or a pause on a path that the taxonomy does not know.</summary>
    private bool IsRestrictedByName(PurposePath purpose)
    {
        foreach (var id in _ids)
        {
            if (id[purpose].Restriction == FlagValue.Active)
            {
                return true;
            }

            foreach (var pause in id.Counted.Beside.Pauses)
            {
                if (pause.Flag == ConsentFlag.Restriction && pause.Node == purpose && !HasCome(pause.Span!.Until!.Value)
                    && !(id.Find(purpose, ConsentFlag.Restriction) is { InForce: { IsProtective: false, IsAttested: true } lifted } && lifted.OccurredAt > pause.OccurredAt))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
