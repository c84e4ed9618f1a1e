using System.Security.Cryptography;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking.Tests;

/// <summary>A host's own signer, over a key service that may be in trouble.</summary>
internal sealed class EcdsaSigner(string origin = "shop.example/consents") : ICheckpointSigner
{
    private readonly byte[] _key = New();
    private int _calls;

    public NoteVerifierKey VerifierKey => VerifierKeyFor(origin);

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What signing throws.</summary>
    public Func<Exception>? Trouble { get; set; }

    /// <summary>What signing waits for, whatever its caller says.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public NoteVerifierKey VerifierKeyFor(string origin)
    {
        using var key = Key();
        return EcdsaNoteKey.Of(origin, key);
    }

    public async ValueTask<NoteSignature> SignAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var gate = Gate;
        Interlocked.Increment(ref _calls);
        await (gate?.Task ?? Task.CompletedTask);
        using var key = Key();
        return Trouble is { } trouble ? throw trouble() : new EcdsaNoteSigner(checkpoint.Origin, key).Sign(checkpoint.ToString());
    }

    private static byte[] New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private ECDsa Key()
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(_key, out _);
        return key;
    }
}
