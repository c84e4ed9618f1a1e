namespace Consent.Tracking;

/// <content>Who may do what; refusals are counted.</content>
internal sealed partial class TrackingContext
{
    /// <summary>Checks the permission table; a refusal is counted and says nothing of the contact.</summary>
    public void Demand(Actor actor, Permission permission, ContactId contact = default, bool hasReason = false)
    {
        try
        {
            Rules.Access.Demand(actor, permission, contact, hasReason);
        }
        catch (ConsentAccessDeniedException denied) when (IsCounted(denied))
        {
            throw;
        }
    }

    /// <summary>Checks what an actor may do of a change; a refusal is counted.</summary>
    public void DemandChange(Actor actor, ConsentChange change, ChangePort port)
    {
        try
        {
            Rules.Access.DemandChange(actor, change, port);
        }
        catch (ConsentAccessDeniedException denied) when (IsCounted(denied))
        {
            throw;
        }
    }

    /// <summary>Counts a refusal.</summary>
    private bool IsCounted(ConsentAccessDeniedException denied)
    {
        ConsentTelemetry.CountDenied(denied.Permission);
        TrackingLog.AccessDenied(_logger, denied.Permission);
        return true;
    }
}
