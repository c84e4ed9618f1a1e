namespace Consent;

/// <summary>A request for <c>softSpam.X</c>: that use of the channel X.</summary>
internal ref partial struct Evaluation
{
    private bool AskUse(PurposeNode use, PurposeNode channel)
    {
        var channelStatus = StatusOf(channel);
        var status = StatusOf(use);
        var isAttested = status.Value == FlagValue.Active && status.Give.IsAttested;
        if (AskLists(channel, use, isAttested ? status : default))
        {
            return true;
        }

        // Row 16, of the channel and then of the use.
        if (BlocksFurther(channel, channelStatus))
        {
            _reliedOn = channelStatus.Change;
            Fail(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson, channel);
            return false;
        }

        if (status.Value == FlagValue.Inactive)
        {
            _reliedOn = channelStatus.Change;
            _alsoReliedOn = status.Change;
            Fail(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson, use);
            return false;
        }

        _reliedOn = status.Change;
        var failed = ConsentFails(use, status);
        if (failed.IsEmpty && isAttested)
        {
            return PermitConsent(use, status);
        }

        _failed = _failed.Union(failed);
        _isLegacy = isAttested && IsLegacy(failed);
        return (channel.Basis == PurposeBasis.Consent && !IsOptInOnly() && AskSoftSpam(channel)) || AskLegacy(use);
    }
}
