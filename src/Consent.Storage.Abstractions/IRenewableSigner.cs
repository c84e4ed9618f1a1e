using Consent.Auditing;

namespace Consent.Storage;

/// <summary>A signer that keeps its key itself: it makes the first one when the log begins, and another one when the privacy manager wants it. Thread-safe.</summary>
/// <remarks>Making a key is told to it, and never its own idea: a key that is missing beside checkpoints which it signed is an error.</remarks>
public interface IRenewableSigner : ICheckpointSigner
{
    /// <summary>The log's first origin: the name of its keys. Known before there is a key.</summary>
    string Origin { get; }

    /// <summary>Whether there is a key. Without one, <see cref="ICheckpointSigner.VerifierKey"/> is an error.</summary>
    bool HasKey { get; }

    /// <summary>Makes the first key, durably; where another process made one meanwhile, that one is the key.</summary>
    /// <exception cref="ConsentStoreException">It cannot be kept.</exception>
    ValueTask MakeAsync(CancellationToken cancellationToken);

    /// <summary>Makes the key that is to sign next, durably, and does not sign with it yet. One that waits already is the one.</summary>
    /// <returns>What its signatures are checked with, under <see cref="Origin"/>.</returns>
    /// <exception cref="ConsentStoreException">It cannot be kept.</exception>
    ValueTask<NoteVerifierKey> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Signs with a prepared key from now on, also in other processes; the earlier one is kept aside. May be repeated.</summary>
    /// <returns>Whether it does: <see langword="false"/> when that key is not at hand.</returns>
    /// <exception cref="ConsentStoreException">It cannot be kept.</exception>
    ValueTask<bool> ChangeAsync(NoteVerifierKey next, CancellationToken cancellationToken);
}
