namespace Consent;

/// <summary>Rows 9 to 15: consent as a basis.</summary>
internal ref partial struct Evaluation
{
    private static readonly DecisionCodeSet s_undemonstrated = DecisionCodeSet.Empty.With(DecisionCode.NoticeMissing).With(DecisionCode.NoticeUnknown).With(DecisionCode.NotDemonstrable);

    private bool AskConsent(PurposeNode node, scoped in EffectiveStatus status)
    {
        _reliedOn = status.Change;
        var failed = ConsentFails(node, status);
        if (failed.IsEmpty)
        {
            return PermitConsent(node, status);
        }

        _failed = failed;
        _isLegacy = IsLegacy(failed);
        return false;
    }

    /// <summary>Row 10, by a switch: consents from before the library that only lack proof are for somebody to look at, where nothing else permits.</summary>
    private readonly bool IsLegacy(DecisionCodeSet failed) => _law.Law.ReviewsLegacyConsent && !failed.IsEmpty && failed.Except(s_undemonstrated).IsEmpty;

    private bool AskLegacy(PurposeNode node)
    {
        if (!_isLegacy)
        {
            return false;
        }

        var code = _failed.Contains(DecisionCode.NoticeUnknown) ? DecisionCode.NoticeUnknown
            : _failed.Contains(DecisionCode.NoticeMissing) ? DecisionCode.NoticeMissing
            : DecisionCode.NotDemonstrable;
        return Stop(DecisionRow.Demonstrable, DecisionOutcome.Review, code, node.Path);
    }

    private bool PermitConsent(PurposeNode node, scoped in EffectiveStatus status) => Permit(DecisionRow.Consent, DecisionCode.Consent, node, Telling(status));

    /// <summary>Row 9: a guardian consented, and the person has come of age since.</summary>
    private Obligations Telling(scoped in EffectiveStatus status) =>
        (status.Give.Proof & StatementProof.Guardian) != StatementProof.None && IsOfAge() ? Obligations.TellOfMajority : Obligations.None;

    /// <summary>The codes of rows 9 to 14 that rule consent to a purpose out; empty when it holds.</summary>
    private DecisionCodeSet ConsentFails(PurposeNode node, scoped in EffectiveStatus status)
    {
        var failed = DecisionCodeSet.Empty;
        if (status.Value != FlagValue.Active)
        {
            Check(ref failed, DecisionRow.Confirmation, IsAwaited(node, status), DecisionCode.PendingConfirmation, node);
            Check(ref failed, DecisionRow.Validity, status.Timeliness == Timeliness.Over, DecisionCode.ConsentExpired, node);
            Check(ref failed, DecisionRow.Validity, status.Timeliness == Timeliness.NotYet, DecisionCode.ConsentNotYet, node);
            var isToldWhy = status is { Value: FlagValue.Unset, Timeliness: not Timeliness.InTime };
            Check(ref failed, DecisionRow.Standing, !isToldWhy, StandingCode(status), node);
            return failed;
        }

        ref readonly var give = ref status.Give;
        var notice = NoticeOf(give);
        Check(ref failed, DecisionRow.Minors, LacksGuardian(give), DecisionCode.MinorWithoutGuardian, node);
        Check(ref failed, DecisionRow.Demonstrable, notice is null, DecisionCode.NoticeMissing, node);
        Check(ref failed, DecisionRow.Demonstrable, notice is not null && IsUnknown(notice, give), DecisionCode.NoticeUnknown, node);
        Check(ref failed, DecisionRow.Demonstrable, !IsDemonstrable(node, give, notice), DecisionCode.NotDemonstrable, node);
        Check(
            ref failed, DecisionRow.NoticeCurrent, notice is not null && IsSuperseded(notice, give, node), DecisionCode.NoticeMateriallyChanged, node);
        Check(ref failed, DecisionRow.Validity, IsExpired(node, give.At), DecisionCode.ConsentExpired, node);
        Check(ref failed, DecisionRow.Standing, _law.Law.ObjectionOutdatesConsent && give.At <= LatestObjection(node), DecisionCode.ConsentPredatesObjection, node);
        return failed;
    }

    /// <summary>A confirmation counts for the address that it came from alone.</summary>
    private readonly bool IsConfirmed(in FlagCell give) => give.IsConfirmed && (_request.Point is not { } point || give.Origin.IsConfirmedFrom(point));

    private readonly void Check(ref DecisionCodeSet failed, DecisionRow row, bool isFailed, DecisionCode code, PurposeNode node)
    {
        if (!isFailed)
        {
            Pass(row, node);
            return;
        }

        failed = failed.With(code);
        TraceFail(row, code, node);
    }

    /// <summary>Complete evidence; confirmed, where the law asks that of its method; and all else that it asks.</summary>
    private bool IsDemonstrable(PurposeNode node, in FlagCell give, string? notice) =>
        give.IsComplete && (give.IsAttested || notice is not null)
        && (IsConfirmed(give) || _law[node].DoubleOptIn is not { } doubleOptIn || !doubleOptIn.Asks(give.Origin.Method, give.At))
        && HasProof(node, give);

    private bool HasProof(PurposeNode node, in FlagCell give)
    {
        foreach (var part in _law[node].Proofs)
        {
            if (part.IsAbout(give.Origin.Method) && MayApply(part))
            {
                var held = give.Proof & ~(IsConfirmed(give) ? StatementProof.None : StatementProof.Confirmed);
                if ((held & part.Needs) != part.Needs)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a give of any of the person's ids waits for confirmation, and is later than every no on the node or a covering one.</summary>
    private bool IsAwaited(PurposeNode node, scoped in EffectiveStatus status)
    {
        foreach (var id in _ids[.._own])
        {
            foreach (var give in id.Counted.Beside.Pending)
            {
                if (give.Node == node.Path && (status.Value == FlagValue.Unset || give.OccurredAt > status.At) && !(give.Span?.Ends is { } ends && HasCome(ends)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static DecisionCode StandingCode(scoped in EffectiveStatus status) => status.Value switch
    {
        FlagValue.Unset => DecisionCode.ConsentNeverAsked,
        _ when status.IsWithdrawn => DecisionCode.ConsentWithdrawn,
        // No change made it: it is what a closed id says for ever.
        _ => status.Change.IsDefault ? DecisionCode.Erased : DecisionCode.ConsentRefused,
    };

    /// <summary>The notice that a give was under: named with it or accepted in the same change, else the latest acceptance that counts for its id.</summary>
    private readonly string? NoticeOf(in FlagCell give)
    {
        if (give.Origin.NoticeVersion is { } version)
        {
            return version;
        }

        foreach (var id in _ids)
        {
            if (id.Id == give.Origin.Contact)
            {
                return id.Acceptances.LatestVersion(give.At, _rules.Notices);
            }
        }

        return null;
    }

    /// <summary>Whether a later notice changed what a give was for, as far as a purpose goes.</summary>
    private bool IsSuperseded(string notice, in FlagCell give, PurposeNode node) => _rules.Notices.MaterialChangeOf(notice, give.At, node, _rules.Taxonomy, IgnoresMarketing) is { } change && HasCome(change);

    /// <summary>Whether nobody published this version, or the text of it that was accepted, although there is a catalogue of notices.</summary>
    private readonly bool IsUnknown(string notice, in FlagCell give)
    {
        var notices = _rules.Notices;
        if (notices.Notices.IsEmpty)
        {
            return false;
        }

        if (notices.Find(notice) is not { } published)
        {
            return true;
        }

        if (!published.Texts.IsEmpty)
        {
            foreach (var id in _ids)
            {
                if (id.Id == give.Origin.Contact)
                {
                    return id.Acceptances.IsOfUnknownText(notice, give.At, notices);
                }
            }
        }

        return false;
    }

    private bool IsExpired(PurposeNode node, Timestamp givenAt)
    {
        if (node.ValidityMonths is { } own && HasCome(givenAt.PlusMonths(own)))
        {
            return true;
        }

        foreach (var part in _law[node].Validities)
        {
            if (MayApply(part) && HasCome(EndOf(part, givenAt)))
            {
                return true;
            }
        }

        return false;
    }

    private Timestamp EndOf(ValidityPart part, Timestamp givenAt) => (part.IsFromActivity ? LastActivity(givenAt) : givenAt).PlusMonths(part.Months);

    private Timestamp LastActivity(Timestamp givenAt) => _facts.LastActivityAt is { } at && at > givenAt && HasCome(at) ? at : givenAt;

    private readonly Timestamp? LatestObjection(PurposeNode node)
    {
        Timestamp? latest = null;
        foreach (var id in _ids)
        {
            if (EffectiveFlags.LatestObjection(id.Counted, node, IgnoresMarketing) is { } at && !(latest >= at))
            {
                latest = at;
            }
        }

        return latest;
    }
}
