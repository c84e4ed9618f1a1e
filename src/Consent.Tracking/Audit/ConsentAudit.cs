namespace Consent.Tracking;

/// <summary>The audit log as the data protection officer reads it. Thread-safe; one for the whole host.</summary>
public sealed class ConsentAudit
{
    private readonly TrackingContext _tracking;

    internal ConsentAudit(TrackingContext tracking) => _tracking = tracking;

    /// <summary>The log as this actor may read it.</summary>
    /// <exception cref="ConsentAccessDeniedException">None of the actor's roles may read it.</exception>
    public ActingAudit As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _tracking.Demand(actor, Permission.ReadLog);
        return new(_tracking, actor);
    }
}
