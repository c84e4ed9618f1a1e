using Consent.Storage;

namespace Consent.Tracking;

/// <content>What mends: records, a restored log, keys and the signer.</content>
public sealed partial class ActingPrivacy
{
    /// <summary>Folds the record of a contact that was altered in the database (<see cref="DecisionCode.RecordAltered"/>) anew from the log, which is verified first. An entry <c>rebuilt</c> says so.</summary>
    /// <remarks>It reads the whole log. First find out who wrote into the database, and keep a copy for whoever investigates; more records may be wrong (<see cref="ActingAudit.VerifyAsync"/>).</remarks>
    /// <param name="contact">Whose: a contact, or an id that was erased.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConsentStoreException">The storage is in trouble.</exception>
    public async ValueTask<RebuildOutcome> RebuildAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        _tracking.Demand(_actor, Permission.Administer, contact);
        using var watch = ConsentTelemetry.Watch("consent.rebuild");
        var outcome = await new Rebuilding(_tracking, _actor).RunAsync(contact, cancellationToken).ConfigureAwait(false);
        TrackingLog.Rebuilt(_tracking.Logger, outcome);
        return outcome;
    }

    /// <summary>Lets the log go on after a backup was restored, although the host refuses to start on it (<see cref="AuditLogAlteredException"/>).</summary>
    /// <remarks>
    /// Stop every other process of the host first. Erasures that the backup undid are done anew, from the journal; a <c>restored</c> entry says what was lost; from then on checkpoints are
    /// signed under another origin. Until <see cref="ConfirmRestoredAsync"/>, no decision permits anything (<see cref="DecisionCode.AfterRestore"/>). When the log is just what was
    /// published last, nothing is done. May be repeated when it was cut off.
    /// </remarks>
    /// <exception cref="AuditLogAlteredException">The log has as many entries as were published, and not the same: no backup of it.</exception>
    /// <exception cref="ConsentStoreException">The database is damaged, or the storage, the journal or a sink is in trouble.</exception>
    public ValueTask<LogRecovery> RecoverAsync(CancellationToken cancellationToken = default) => RecoverAsync([], cancellationToken);

    /// <summary>As <see cref="RecoverAsync(CancellationToken)"/>, with the journals of other hosts beside this one's: where each host keeps its own, an erasure stands only in the journal of the one that made it.</summary>
    /// <param name="journalsOfOthers">The journals of all other hosts, such as <see cref="FileErasureJournal"/> of copies of their files. They are read before anything is done, and not written; what they name and the log does not show as done is taken into this host's journal.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="AuditLogAlteredException">As there.</exception>
    /// <exception cref="ConsentStoreException">As there; or one of the journals cannot be read, or is not there.</exception>
    /// <example><code>
    /// using var second = new FileErasureJournal("host-2/erasures.jsonl");
    /// var recovery = await privacy.As(manager).RecoverAsync([second], cancellationToken);
    /// </code></example>
    public async ValueTask<LogRecovery> RecoverAsync(IReadOnlyCollection<IErasureJournal> journalsOfOthers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(journalsOfOthers);
        _tracking.Demand(_actor, Permission.Administer);
        using var watch = ConsentTelemetry.Watch("consent.recover");
        return await _tracking.RecoverAsync(_actor, journalsOfOthers, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that the changes which a restored backup did not have were sent again: decisions may permit again. Another process of the host knows it when it starts next.</summary>
    /// <returns>Whether anything waited for this word.</returns>
    public async ValueTask<bool> ConfirmRestoredAsync(CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Administer);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        if (!_tracking.IsRestorePending)
        {
            return false;
        }

        await _tracking.CommitAsync([new() { Entries = [LogEvents.RestoreConfirmed(_actor, _tracking.Rules, _tracking.Now)] }], cancellationToken).ConfigureAwait(false);
        _tracking.Publisher.Identity.Confirm();
        return true;
    }

    /// <summary>Makes a new key-encryption key and wraps every contact's key under it; an entry says so.</summary>
    /// <exception cref="InvalidOperationException">The store keeps nothing under keys.</exception>
    public async ValueTask<KeyRotation> RotateKeysAsync(CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Administer);
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        if (_tracking.Store is not IKeyRotation keys)
        {
            throw new InvalidOperationException("The store in use keeps nothing under keys: there is nothing to rotate.");
        }

        var rotation = await keys.RotateKeyEncryptionKeyAsync(cancellationToken).ConfigureAwait(false);
        await _tracking.CommitAsync([new() { Entries = [LogEvents.KeyRotated(rotation.Before, rotation.Now, _actor, _tracking.Rules, _tracking.Now)] }], cancellationToken).ConfigureAwait(false);
        return rotation;
    }

    /// <summary>Lets another key sign checkpoints; an entry <c>signerChanged</c> says so, under a last checkpoint of the old key where that one is at hand.</summary>
    /// <remarks>
    /// A signer that keeps its key itself (<see cref="IRenewableSigner"/>, such as <see cref="FileCheckpointSigner"/>) makes a new one, and keeps the old one aside. For another signer, let the host sign with
    /// the new key first and call this then: it puts the change on record, without which the host does not start. The same where the old key is lost. Publish the new vkey
    /// (<see cref="ConsentAudit.VerifierKey"/>): what was signed before is checked with the old one. Other processes know it by their next checkpoint, or when they start next.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The signer is the log's own and does not make its keys itself.</exception>
    /// <exception cref="ConsentStoreException">The store or the signer is in trouble. What stops it is carried on by doing it again.</exception>
    public async ValueTask<SignerChange> ChangeSignerAsync(CancellationToken cancellationToken = default)
    {
        _tracking.Demand(_actor, Permission.Administer);
        return await _tracking.ChangeSignerAsync(_actor, cancellationToken).ConfigureAwait(false);
    }
}
