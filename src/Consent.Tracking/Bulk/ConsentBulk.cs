namespace Consent.Tracking;

/// <summary>Changes many contacts in one call: for programs only, never for a user interface. Thread-safe; one for the whole host.</summary>
public sealed class ConsentBulk
{
    private readonly TrackingContext _tracking;

    internal ConsentBulk(TrackingContext tracking) => _tracking = tracking;

    /// <summary>Bulk changes as this actor may make them.</summary>
    /// <exception cref="ConsentAccessDeniedException">None of the actor's roles may change many contacts.</exception>
    public ActingBulk As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _tracking.Demand(actor, Permission.ChangeMany);
        return new(_tracking, actor);
    }
}
