namespace Consent;

/// <summary>Row A: may the person be asked for their consent.</summary>
internal ref partial struct Evaluation
{
    private bool AskAsking(PurposeNode asked, PurposeNode node)
    {
        if (AskBlocks(asked, node) || AskExtendedObjections(_law[node], node) || (!ReferenceEquals(asked, node) && AskExtendedObjections(_law[asked], asked)))
        {
            return true;
        }

        var status = StatusOf(asked);
        _reliedOn = status.Change;
        if (HoldsForNow(asked, status))
        {
            return Stop(DecisionRow.Asking, DecisionOutcome.NoBasis, DecisionCode.AlreadyGiven, asked.Path);
        }

        foreach (var id in _ids)
        {
            if (id.State == ContactState.Closed)
            {
                return Stop(DecisionRow.Asking, DecisionOutcome.NoBasis, DecisionCode.Erased, asked.Path);
            }
        }

        return TermEnds(asked, status, ReferenceEquals(asked, node) ? default : StatusOf(node)) is { } end && !HasCome(end)
            ? Stop(DecisionRow.Asking, DecisionOutcome.Deny, DecisionCode.AskedLately, asked.Path)
            : Stop(DecisionRow.Asking, DecisionOutcome.Permit, DecisionCode.MayAsk, asked.Path);
    }

    /// <summary>Whether there is a consent that passes rows 9 to 14, and it is too early to renew it.</summary>
    private bool HoldsForNow(PurposeNode asked, scoped in EffectiveStatus status)
    {
        if (!ConsentFails(asked, status).IsEmpty || (asked.SoftSpamFor is not null && !status.Give.IsAttested))
        {
            return false;
        }

        return RenewableMonths(asked) is not { } months || EndOf(asked, status.Give) is not { } end || !HasCome(end.MinusMonths(months));
    }

    /// <summary>In which months before its end a consent may be renewed: of several parts, the fewest.</summary>
    private int? RenewableMonths(PurposeNode asked)
    {
        int? fewest = null;
        foreach (var part in _law[asked].Askings)
        {
            if (part.Terms.RenewableMonths is { } months && SurelyApplies(part) && !(fewest <= months))
            {
                fewest = months;
            }
        }

        return fewest;
    }

    /// <summary>When a consent ends at the earliest: by the date that it was given until, the purpose, or the law.</summary>
    private Timestamp? EndOf(PurposeNode asked, in FlagCell give)
    {
        Timestamp? end = null;
        foreach (var id in _ids)
        {
            end = give.HasSpan && id.Id == give.Origin.Contact ? id.Counted.SpanOf(give)?.Until : end;
        }

        if (asked.ValidityMonths is { } own)
        {
            end = Earlier(end, give.At.PlusMonths(own));
        }

        foreach (var part in _law[asked].Validities)
        {
            end = MayApply(part) ? Earlier(end, EndOf(part, give.At)) : end;
        }

        return end;
    }

    /// <summary>Until when a no, or an answer put off, forbids asking again: of several parts and answers, the latest.</summary>
    /// <param name="asked">The purpose.</param>
    /// <param name="status">Its consent.</param>
    /// <param name="channel">The consent to the channel that it is a use of.</param>
    private Timestamp? TermEnds(PurposeNode asked, scoped in EffectiveStatus status, scoped in EffectiveStatus channel)
    {
        Timestamp? end = null;
        foreach (var part in _law[asked].Askings)
        {
            if (!MayApply(part))
            {
                continue;
            }

            if (part.Terms.AfterNoMonths is { } afterNo && status.Value == FlagValue.Inactive)
            {
                end = Later(end, status.At.PlusMonths(afterNo));
            }

            if (part.Terms.AfterNoMonths is { } afterNoToChannel && channel.Value == FlagValue.Inactive)
            {
                end = Later(end, channel.At.PlusMonths(afterNoToChannel));
            }

            if (part.Terms.AfterPutOffMonths is { } afterPutOff && LastPutOff(asked) is { } putOff)
            {
                end = Later(end, putOff.PlusMonths(afterPutOff));
            }
        }

        return end;
    }

    /// <summary>When the person last put off an answer for the purpose or a node that covers it.</summary>
    private readonly Timestamp? LastPutOff(PurposeNode asked)
    {
        Timestamp? latest = null;
        foreach (var id in _ids)
        {
            foreach (var (path, at) in id.Asked)
            {
                if (_rules.Taxonomy.Find(path) is { } node && (ReferenceEquals(node, asked) || asked.CoveringFor(IgnoresMarketing).Contains(node.Index)))
                {
                    latest = Later(latest, at);
                }
            }
        }

        return latest;
    }

    private static Timestamp Later(Timestamp? one, Timestamp other) => one is { } it ? Timestamp.Max(it, other) : other;

    private static Timestamp Earlier(Timestamp? one, Timestamp other) => one is { } it ? Timestamp.Min(it, other) : other;
}
