namespace Consent.Tracking;

/// <summary>What the privacy manager, and for holds the data protection officer, does: publish notices, hold, release, erase, recover the log from a backup. Thread-safe; one for the whole host.</summary>
public sealed class ConsentPrivacy
{
    private readonly TrackingContext _tracking;

    internal ConsentPrivacy(TrackingContext tracking) => _tracking = tracking;

    /// <summary>The same as this actor may do it; each member checks the actor's roles.</summary>
    public ActingPrivacy As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new(_tracking, actor);
    }
}
