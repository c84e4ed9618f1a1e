using Consent.Auditing;

namespace Consent.Tracking;

/// <summary>The audit log as the data protection officer reads it. Thread-safe; one for the whole host.</summary>
public sealed class ConsentAudit
{
    private readonly TrackingContext _tracking;

    internal ConsentAudit(TrackingContext tracking) => _tracking = tracking;

    /// <summary>What checkpoints and receipts of this log are checked with: a vkey, to be published where the operator's hands do not reach.</summary>
    /// <remarks>Its name is the log's origin now. A log that was recovered from a backup has one more each time, <c>&lt;origin&gt;/2</c> and so on, of the same key; which one is
    /// known once the host has answered its first call.</remarks>
    public NoteVerifierKey VerifierKey => _tracking.Publisher.VerifierKey;

    /// <summary>A signed checkpoint of the log as it is now; it is kept and published, and shows no personal data, so it needs no actor.</summary>
    /// <exception cref="Storage.AuditLogAlteredException">The log is not the one that the last checkpoint was signed for.</exception>
    public ValueTask<SignedCheckpoint> CheckpointAsync(CancellationToken cancellationToken = default) => _tracking.CheckpointAsync(cancellationToken);

    /// <summary>The log as this actor may read it.</summary>
    /// <exception cref="ConsentAccessDeniedException">None of the actor's roles may read it.</exception>
    public ActingAudit As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _tracking.Demand(actor, Permission.ReadLog);
        return new(_tracking, actor);
    }
}
