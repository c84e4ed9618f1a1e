namespace Consent;

/// <summary>Rows 16 to 23: bases other than consent to the purpose itself.</summary>
internal ref partial struct Evaluation
{
    private bool AskOtherBases(PurposeNode node, scoped in EffectiveStatus status, bool isSoftSpamOnly)
    {
        if (node.Operation != Operation.ToContact)
        {
            Pass(DecisionRow.ConsentOnly, node);
            return false;
        }

        if (AskSoftSpam(node, status))
        {
            return true;
        }

        if (isSoftSpamOnly)
        {
            return false;
        }

        // Row 16: a no to the purpose blocks what is left; it is noted with soft spam.
        var isRefused = status.Value == FlagValue.Inactive;
        return AskExtendedConsent(node, isRefused) || (!isRefused && AskDirectory(node));
    }

    /// <summary>Rows 16 to 20: own similar products after a sale.</summary>
    private bool AskSoftSpam(PurposeNode node, scoped in EffectiveStatus channelStatus)
    {
        var softSpam = node.SoftSpam is { IsRetired: false } counterpart ? counterpart : null;
        var status = softSpam is null ? default : StatusOf(softSpam);
        var isSoftSpamRefused = status.Value == FlagValue.Inactive;
        var isChannelRefused = channelStatus.Value == FlagValue.Inactive;
        if (isChannelRefused || isSoftSpamRefused)
        {
            Fail(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson, isSoftSpamRefused ? softSpam! : node);
            _alsoReliedOn = isSoftSpamRefused ? status.Change : default;
            _reliedOn = channelStatus.Change;
            if (isSoftSpamRefused || _law.RefusalBlocksSoftSpam)
            {
                return false;
            }
        }

        var onPaper = node.Channel == Channel.Paper && _law.SoftSpamOnPaper && _law.Has(DecisionRow.SoftSpamByPaper);
        var sale = _request.Facts.Sale;
        if (softSpam is null || (node.Channel != Channel.Email && !onPaper))
        {
            Fail(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamChannel, node);
            return false;
        }

        if (sale?.OwnProducts == false)
        {
            Fail(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamOwnOnly, softSpam);
            return false;
        }

        Pass(DecisionRow.SoftSpamScope, softSpam);
        _gap = GapOf(softSpam, status, sale, onPaper);
        if (_gap != SoftSpamGap.None)
        {
            Fail(DecisionRow.SoftSpamConditions, DecisionCode.SoftSpamCondition, softSpam);
            return false;
        }

        Pass(DecisionRow.SoftSpamConditions, softSpam);
        _reliedOn = status.Change;
        return onPaper
            ? Stop(DecisionRow.SoftSpamByPaper, DecisionOutcome.Permit, DecisionCode.SoftSpamPaper, softSpam.Path, Obligations.IncludeOptOut)
            : Stop(DecisionRow.SoftSpamByEmail, DecisionOutcome.Permit, DecisionCode.SoftSpamEmail, softSpam.Path, Obligations.IncludeOptOut);
    }

    private SoftSpamGap GapOf(PurposeNode softSpam, scoped in EffectiveStatus status, SaleFacts? sale, bool onPaper)
    {
        if (sale?.OwnProducts != true)
        {
            return SoftSpamGap.OwnProducts;
        }

        if (sale.SimilarProducts != true)
        {
            return SoftSpamGap.SimilarProducts;
        }

        var hasSale = !string.IsNullOrWhiteSpace(sale.Reference) && sale.At is { } soldAt && HasCome(soldAt) && sale is { AddressGiven: true, Informed: true };
        if (status.Value != FlagValue.Active && !hasSale)
        {
            return SoftSpamGap.Sale;
        }

        if (!IsClear(softSpam) || IsUnknown(softSpam))
        {
            return SoftSpamGap.NotClear;
        }

        return onPaper && !IsAddressSourceKnown() ? SoftSpamGap.AddressSource : SoftSpamGap.None;
    }

    /// <summary>Row 21: a consent to automated contact extends to traditional contact, where its notice says so; never the reverse.</summary>
    private bool AskExtendedConsent(PurposeNode node, bool isRefused)
    {
        if (!_law.Has(DecisionRow.ExtendedConsent)
            || _rules.Taxonomy.AutomaticMarketing is not { } automatic || _rules.Taxonomy.TraditionalMarketing is not { } traditional)
        {
            return false;
        }

        if (IsWithin(node, automatic))
        {
            if (AnyActiveWithin(traditional))
            {
                Fail(DecisionRow.ExtendedConsent, DecisionCode.TraditionalDoesNotCoverAutomated, node);
            }

            return false;
        }

        if (!IsWithin(node, traditional) || isRefused)
        {
            return false;
        }

        if ((node.Channel == Channel.Paper && !IsAddressSourceKnown()) || FindExtending(automatic) is not { } extending)
        {
            Pass(DecisionRow.ExtendedConsent, node);
            return false;
        }

        _reliedOn = StatusOf(extending).Change;
        return Stop(DecisionRow.ExtendedConsent, DecisionOutcome.Permit, DecisionCode.AutomatedCoversTraditional, extending.Path);
    }

    /// <summary>The first automatic purpose whose consent extends, if as many do as the jurisdiction wants.</summary>
    private PurposeNode? FindExtending(PurposeNode automatic)
    {
        PurposeNode? first = null;
        foreach (var candidate in _rules.Taxonomy.Nodes)
        {
            if (candidate.IsGroup || candidate.IsRetired || !IsWithin(candidate, automatic))
            {
                continue;
            }

            var status = StatusOf(candidate);
            var extends = status.Value == FlagValue.Active && IsClear(candidate) && !IsUnknown(candidate) && ConsentFails(candidate, status).IsEmpty
                && NoticeOf(status.Give) is { } version && _rules.Notices.Find(version) is { SaysAutomatedCoversTraditional: true } notice && HasCome(notice.PublishedAt);
            if (extends)
            {
                first ??= candidate;
            }

            if (extends != _law.ExtensionNeedsAllAutomatic)
            {
                return extends ? first : null;
            }
        }

        return first;
    }

    private bool AnyActiveWithin(PurposeNode group)
    {
        foreach (var node in _rules.Taxonomy.Nodes)
        {
            if (!node.IsGroup && IsWithin(node, group) && StatusOf(node).Value == FlagValue.Active)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Row 22: people in a public directory may be called by an operator or written to on paper until they enrol in the register.</summary>
    private bool AskDirectory(PurposeNode node)
    {
        var register = _request.Facts.Register;
        if (!_law.Has(DecisionRow.Directory) || node.Channel is not (Channel.Phone or Channel.Paper))
        {
            return false;
        }

        var enrolled = node.Channel == Channel.Phone ? register?.PhoneEnrolledAt : register?.PostalEnrolledAt;
        if (_request.Facts.AddressSource != AddressSource.PublicDirectory || enrolled is not null || !IsFresh(register))
        {
            Pass(DecisionRow.Directory, node);
            return false;
        }

        _reliedOn = default;
        return Stop(DecisionRow.Directory, DecisionOutcome.Permit, DecisionCode.DirectoryOptOut, node.Path);
    }

    private bool IsClear(PurposeNode node) =>
        !IsBlocked(node, node, ConsentFlag.Restriction, out _) && !IsBlocked(node, node, ConsentFlag.Objection, out _);

    /// <summary>The person gave the address, or it is from a public directory that was checked lately against the register.</summary>
    private bool IsAddressSourceKnown() => _request.Facts.AddressSource switch
    {
        AddressSource.Person => true,
        AddressSource.PublicDirectory => _request.Facts.Register is { PostalEnrolledAt: null } register && IsFresh(register),
        _ => false,
    };
}
