namespace Consent;

/// <summary>Row 6: do-not-contact lists.</summary>
internal ref partial struct Evaluation
{
    /// <param name="node">The channel's purpose.</param>
    /// <param name="own">The node whose consent may pass a list: the purpose, or the use that was asked for.</param>
    /// <param name="status">That consent.</param>
    private bool AskLists(PurposeNode node, PurposeNode own, scoped in EffectiveStatus status) =>
        _law[own].Lists is { Length: > 0 } lists && AskLists(lists, node, own, status);

    private bool AskLists(ListPart[] lists, PurposeNode node, PurposeNode own, scoped in EffectiveStatus status)
    {
        var passes = HasPassingConsent(own, status);

        // First of all whether any has the person, then whether each was checked.
        foreach (var list in lists)
        {
            if (IsAsked(list, node, passes) && IsEnrolled(list, out var latest) && !IsSaved(list, status, passes, latest))
            {
                _reliedOn = status.Change;
                return StopByList(list, node, DecisionOutcome.Deny, DecisionCode.Listed);
            }
        }

        foreach (var list in lists)
        {
            if (!IsAsked(list, node, passes))
            {
                continue;
            }

            if (_facts.Find(list.Terms.Name)?.CheckedAt is not { } at || !HasCome(at))
            {
                return StopByList(list, node, DecisionOutcome.Review, DecisionCode.ListNotChecked);
            }

            if (list.HoldsDays(node.Operation == Operation.ToContact ? node.Channel : Channel.None) is { } days && IsOver(TimeSpan.FromDays(days), at))
            {
                return StopByList(list, node, DecisionOutcome.Review, DecisionCode.ListStale);
            }
        }

        Pass(DecisionRow.Lists, node);
        return false;
    }

    private bool StopByList(ListPart list, PurposeNode node, DecisionOutcome outcome, DecisionCode code)
    {
        _list = list.Terms.Name;
        return Stop(DecisionRow.Lists, outcome, code, node.Path, list);
    }

    private bool IsAsked(ListPart list, PurposeNode node, bool passes) =>
        (list.Terms.DirectoryOnly & LawScope.Bit(node.Channel)) is var directoryOnly
        && (directoryOnly == 0 || node.Operation != Operation.ToContact || _facts.AddressSource != AddressSource.Person)
        && !(passes && list.Terms.Passes == ListPassing.AnyConsent)
        && MayApply(list);

    /// <summary>Whether the list has the person: since when, at the latest.</summary>
    private bool IsEnrolled(ListPart list, out Timestamp latest)
    {
        latest = Timestamp.MinValue;
        var facts = _facts.Find(list.Terms.Name);
        var isEnrolled = Counts(facts?.EnrolledAt ?? facts?.RenewedAt, list, ref latest);
        var isRenewed = list.Terms.RenewalCounts && Counts(facts?.RenewedAt, list, ref latest);
        return isEnrolled || isRenewed;
    }

    private bool Counts(Timestamp? enrolledAt, ListPart list, ref Timestamp latest)
    {
        if (enrolledAt is not { } at || (list.Terms.GraceDays > 0 && !HasCome(at.Plus(TimeSpan.FromDays(list.Terms.GraceDays)))))
        {
            return false;
        }

        latest = Timestamp.Max(latest, at);
        return true;
    }

    private bool IsSaved(ListPart list, scoped in EffectiveStatus status, bool passes, Timestamp latest) =>
        passes && ((list.Terms.Passes == ListPassing.LaterConsent && status.At > latest) || (list.Terms.ContractEndedDays is { } days && IsWithinContract(status.At, days)));

    /// <summary>Whether a consent was given within the stated contract, which is active or ended lately.</summary>
    private bool IsWithinContract(Timestamp givenAt, int days) =>
        _facts.Contract is { StartedAt: { } started } contract && started <= givenAt && HasCome(started)
        && (contract.IsActive || (contract.EndedAt is { } ended && givenAt <= ended && HasCome(ended) && !IsOver(TimeSpan.FromDays(days), ended)));

    /// <summary>Whether a consent passes rows 9 to 14; not traced, for those rows are asked below.</summary>
    private bool HasPassingConsent(PurposeNode node, scoped in EffectiveStatus status)
    {
        if (status.Value != FlagValue.Active)
        {
            return false;
        }

        var trace = _trace;
        _trace = null;
        var passes = ConsentFails(node, status).IsEmpty;
        _trace = trace;
        return passes;
    }

    /// <summary>Whether any list that is asked has the person; for permissions without a consent.</summary>
    private bool IsOnAList(PurposeNode node)
    {
        foreach (var list in _plan.Lists)
        {
            if (IsAsked(list, node, passes: false) && IsEnrolled(list, out _))
            {
                return true;
            }
        }

        return false;
    }
}
