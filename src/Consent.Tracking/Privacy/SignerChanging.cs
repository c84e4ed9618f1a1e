using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Lets another key sign: on record first, covered by a last checkpoint of the old key where there is one, and only then used.</summary>
/// <remarks>Cut off before the entry, nothing has changed and the prepared key waits; cut off after it, the next start carries it on.</remarks>
internal sealed class SignerChanging(TrackingContext tracking, Actor actor)
{
    public async Task<SignerChange> RunAsync(CancellationToken cancellationToken)
    {
        var publisher = tracking.Publisher;
        var identity = publisher.Identity;
        await identity.ReadAsync(tracking.Store, cancellationToken).ConfigureAwait(false);
        var kept = await tracking.Store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
        var last = kept is not null && SignedCheckpoint.TryParse(kept.Note, null, out var note) && !LogIdentity.IsOfAnyProcess(note) ? note : null;
        var before = await KeyBeforeAsync(last, cancellationToken).ConfigureAwait(false);
        if (before is null)
        {
            return await LostAsync(last, cancellationToken).ConfigureAwait(false);
        }

        if (identity.Signer is not IRenewableSigner signer)
        {
            throw new InvalidOperationException("The signer in use does not make its keys itself: let the host sign with another one, and call this again; then the change is put on record.");
        }

        var next = await signer.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await publisher.CompareAsync(tracking.Store, cancellationToken).ConfigureAwait(false);
        var change = new SignerChange(LogSigners.IdOf(before.Id), before.ToString(), next.ToString());
        await WriteAsync(change, cancellationToken).ConfigureAwait(false);
        await publisher.MakeAsync(tracking.Store, tells: false, cancellationToken).ConfigureAwait(false);
        await signer.ChangeAsync(next, cancellationToken).ConfigureAwait(false);
        return change;
    }

    /// <summary>The key that signs now, where it is the log's own; <see langword="null"/> where it is missing, or is another one than signed so far.</summary>
    private async ValueTask<NoteVerifierKey?> KeyBeforeAsync(SignedCheckpoint? last, CancellationToken cancellationToken)
    {
        var identity = tracking.Publisher.Identity;
        if (identity.Signer is IRenewableSigner { HasKey: false } signer && last is null && identity.Signers.Current is null)
        {
            // There is nothing that a key could have signed.
            await signer.MakeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (identity.Signer is IRenewableSigner { HasKey: false })
        {
            return null;
        }

        var key = identity.Signer.VerifierKey;
        return identity.Signers.Current is { } current && !current.Equals(key) ? null
            : last is null || identity.IsBelieved(last) || identity.Signers.IsOfLostKey(last) ? key
            : null;
    }

    /// <summary>The log's key is not at hand any more: whoever signs now signs from here on, and what was signed before can be checked with the old public key only.</summary>
    private async Task<SignerChange> LostAsync(SignedCheckpoint? last, CancellationToken cancellationToken)
    {
        var identity = tracking.Publisher.Identity;
        if (last is not null && identity.NumberOf(last.Checkpoint.Origin) is null)
        {
            throw new ConsentStoreException($"The checkpoints of this log were signed under the origin {last.Checkpoint.Origin}, and this host's signer has {identity.FirstOrigin}: a log keeps its origin. Name that one.");
        }

        await tracking.Publisher.DemandWholeAsync(tracking.Store, cancellationToken).ConfigureAwait(false);
        if (identity.Signer is IRenewableSigner { HasKey: false } signer)
        {
            await signer.MakeAsync(cancellationToken).ConfigureAwait(false);
        }

        var known = identity.Signers.Current;
        var id = known?.Id ?? last!.Note.Signatures[0].KeyId;
        var change = new SignerChange(LogSigners.IdOf(id), known?.ToString(), identity.Signer.VerifierKey.ToString());
        await WriteAsync(change, cancellationToken).ConfigureAwait(false);
        return change;
    }

    private async ValueTask WriteAsync(SignerChange change, CancellationToken cancellationToken)
    {
        await tracking.Store.CommitAsync([new() { Entries = [LogEvents.SignerChanged(change, actor, tracking.Rules, tracking.Now)] }], cancellationToken).ConfigureAwait(false);
        await tracking.Publisher.Identity.ReadAsync(tracking.Store, cancellationToken).ConfigureAwait(false);
        TrackingLog.SignerChanged(tracking.Logger, change.KeyIdBefore);
    }
}
