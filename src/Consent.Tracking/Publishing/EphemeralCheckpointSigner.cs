using System.Security.Cryptography;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What signs when a host names no key: a fresh key under a fresh origin, both gone with the process. Fit for a log that is, too.</summary>
internal sealed class EphemeralCheckpointSigner : ICheckpointSigner, IDisposable
{
    /// <summary>What the origin begins with; no such name can be anybody's (RFC 2606).</summary>
    public const string OriginPrefix = "ephemeral.invalid/";

    private readonly Lock _lock = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public EphemeralCheckpointSigner() => VerifierKey = EcdsaNoteKey.Of($"{OriginPrefix}{Guid.CreateVersion7():N}", _key);

    public NoteVerifierKey VerifierKey { get; }

    public NoteVerifierKey VerifierKeyFor(string origin)
    {
        lock (_lock)
        {
            return EcdsaNoteKey.Of(origin, _key);
        }
    }

    public ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(new EcdsaNoteSigner(checkpoint.Origin, _key).Sign(checkpoint.ToString()));
        }
    }

    public void Dispose() => _key.Dispose();
}
