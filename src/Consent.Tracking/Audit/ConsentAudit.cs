using System.Collections.Immutable;
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
    /// <exception cref="Storage.ConsentStoreException">The signer has no key yet, or it cannot be used: the host's start makes one, beside a log that has no checkpoints.</exception>
    public NoteVerifierKey VerifierKey => _tracking.Publisher.Identity.VerifierKey;

    /// <summary>A signed checkpoint of the log as it is now; it is kept and published, and shows no personal data, so it needs no actor.</summary>
    /// <exception cref="Storage.AuditLogAlteredException">The log is not the one that the last checkpoint was signed for.</exception>
    /// <exception cref="Storage.ConsentStoreException">The signer failed, or a place did not take it within <see cref="ConsentTrackingOptions.CheckpointLimit"/>.</exception>
    public ValueTask<SignedCheckpoint> CheckpointAsync(CancellationToken cancellationToken = default) => _tracking.CheckpointAsync(cancellationToken, tells: true);

    /// <summary>Every key that may have signed checkpoints and receipts of this log, the one that signs now first: what a verifier is given as known keys. Under the log's origin now.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<ImmutableArray<NoteVerifierKey>> GetVerifierKeysAsync(CancellationToken cancellationToken = default)
    {
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        var identity = _tracking.Publisher.Identity;
        return [.. identity.KeysOf(identity.Origin)];
    }

    /// <summary>The log as this actor may read it.</summary>
    /// <exception cref="ConsentAccessDeniedException">None of the actor's roles may read it.</exception>
    public ActingAudit As(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _tracking.Demand(actor, Permission.ReadLog);
        return new(_tracking, actor);
    }
}
