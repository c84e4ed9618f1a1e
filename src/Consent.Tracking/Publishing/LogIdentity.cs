using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Who the log is: the origins that it has had, and the keys that may have signed for it. Thread-safe.</summary>
internal sealed class LogIdentity(ICheckpointSigner signer)
{
    private const string Lost = "Where it is lost, the privacy manager calls ConsentPrivacy.As(manager).ChangeSignerAsync(), which puts the change on record.";

    private volatile LogLineage _lineage = LogLineage.Unbroken;
    private volatile LogSigners _signers = LogSigners.Unchanged;
    private volatile NoteVerifierKey? _keyRead;

    public ICheckpointSigner Signer => signer;

    public LogLineage Lineage => _lineage;

    public LogSigners Signers => _signers;

    public string FirstOrigin => signer is IRenewableSigner renewable ? renewable.Origin : signer.VerifierKey.Name;

    public string Origin => OriginOf(_lineage.Current);

    /// <summary>The key under the log's origin now.</summary>
    public NoteVerifierKey VerifierKey => signer.VerifierKeyFor(Origin);

    /// <summary>Whether the key ends with the process, and says nothing of the log before it.</summary>
    public bool IsEphemeral => signer is EphemeralCheckpointSigner;

    /// <summary>Whether the signer changed since the log was read: by another process, whose entry says so.</summary>
    public bool IsStale => HasKey && !signer.VerifierKey.Equals(_keyRead);

    /// <summary>Whether there is a key to sign with.</summary>
    public bool HasKey => signer is not IRenewableSigner { HasKey: false };

    public string OriginOf(long number) => LogOrigin.Of(FirstOrigin, number);

    public long? NumberOf(string origin) => LogOrigin.NumberOf(FirstOrigin, origin);

    /// <summary>The keys that are believed under an origin: the signer's, and those that the log says signed before it.</summary>
    public IEnumerable<NoteVerifierKey> KeysOf(string origin) => (HasKey ? [signer.VerifierKeyFor(origin)] : Array.Empty<NoteVerifierKey>()).Concat(_signers.KeysOf(origin)).Distinct();

    /// <summary>Whether a checkpoint names an origin of this log, and one of its keys signed it.</summary>
    public bool IsBelieved(SignedCheckpoint checkpoint) =>
        NumberOf(checkpoint.Checkpoint.Origin) is not null && checkpoint.Verify(KeysOf(checkpoint.Checkpoint.Origin)).IsVerified;

    /// <summary>The head that a checkpoint states, where it is believed and speaks of these entries.</summary>
    public TreeHead? HeadOf(SignedCheckpoint checkpoint) =>
        NumberOf(checkpoint.Checkpoint.Origin) is { } number && checkpoint.Checkpoint.Size <= _lineage.LimitOf(number) && IsBelieved(checkpoint) ? checkpoint.Checkpoint.Head : null;

    /// <summary>Reads from the log what it says of both.</summary>
    public async ValueTask ReadAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        _lineage = await LogLineage.ReadAsync(store, FirstOrigin, cancellationToken).ConfigureAwait(false);
        _keyRead = HasKey ? signer.VerifierKey : null;
        _signers = await LogSigners.ReadAsync(store, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From now on the log is known to wait for nothing.</summary>
    public void Confirm() => _lineage = _lineage with { IsPending = false };

    /// <summary>Whether a checkpoint was signed for a process that named no key, and says nothing.</summary>
    public static bool IsOfAnyProcess(SignedCheckpoint checkpoint) => checkpoint.Checkpoint.Origin.StartsWith(EphemeralCheckpointSigner.OriginPrefix, StringComparison.Ordinal);

    /// <summary>The signer must be the one that the log knows. One that has no key makes it beside an empty log, or one that was signed for single processes only, and nowhere else.</summary>
    /// <param name="kept">The last checkpoint in the database; <see langword="null"/>: none.</param>
    /// <param name="isPublished">Whether a place has checkpoints of this log.</param>
    /// <param name="isEmpty">Whether the log has no entry.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConsentStoreException">It is not, or the key is missing.</exception>
    public async ValueTask DemandSignerAsync(SignedCheckpoint? kept, bool isPublished, bool isEmpty, CancellationToken cancellationToken)
    {
        if (IsEphemeral)
        {
            return;
        }

        var made = kept is null || IsOfAnyProcess(kept) ? null : kept;
        if (signer is IRenewableSigner renewable)
        {
            if (!renewable.HasKey)
            {
                await FirstKeyAsync(renewable, isExpected: made is not null || isPublished || Signers.Current is not null || (kept is null && !isEmpty), cancellationToken).ConfigureAwait(false);
            }

            // A change that was cut off after it was on record is carried on.
            if (Signers.Current is { } next)
            {
                await renewable.ChangeAsync(next, cancellationToken).ConfigureAwait(false);
            }
        }

        if (made is not null && NumberOf(made.Checkpoint.Origin) is null)
        {
            throw new ConsentStoreException($"The checkpoints of this log were signed under the origin {made.Checkpoint.Origin}, and this host's signer has {FirstOrigin}: a log keeps its origin. Name that one.");
        }

        var key = signer.VerifierKey;
        if (Signers.Current is { } now && !now.Equals(key))
        {
            throw new ConsentStoreException(
                $"Checkpoints of this log are signed with the key {LogSigners.IdOf(now.Id)}, as its last signerChanged entry says, and this host has the key {LogSigners.IdOf(key.Id)}: bring that key back. {Lost}");
        }

        if (made is not null && !IsBelieved(made) && !Signers.IsOfLostKey(made))
        {
            throw new ConsentStoreException(
                $"The checkpoints of this log were not signed with this host's key {LogSigners.IdOf(key.Id)} ({string.Join(", ", made.Note.Signatures.Select(s => LogSigners.IdOf(s.KeyId)))} signed the last one): bring the log's key back. {Lost}");
        }
    }

    private static async ValueTask FirstKeyAsync(IRenewableSigner signer, bool isExpected, CancellationToken cancellationToken)
    {
        // Another process may have begun the log meanwhile, and the checkpoint is one of its key: then the key is there by now.
        if (isExpected && !signer.HasKey)
        {
            throw new ConsentStoreException($"The signing key of the log {signer.Origin} is missing, and the log has entries, or there are checkpoints that it signed. A new one is never made beside them: bring the key back from its backup. {Lost}");
        }

        await signer.MakeAsync(cancellationToken).ConfigureAwait(false);
    }
}
