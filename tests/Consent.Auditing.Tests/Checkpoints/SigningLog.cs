using System.Security.Cryptography;

namespace Consent.Auditing.Tests;

/// <summary>A log of some size under a name, with a key of its own; and a witness.</summary>
internal sealed class SigningLog
{
    public const string Origin = "log.example/consents";

    public static GrownTree Tree { get; } = GrownTree.OfSize(40);

    public static EcdsaNoteSigner Signer { get; } = NewSigner(Origin);

    public static EcdsaNoteSigner Witness { get; } = NewSigner("witness.example/w1");

    public static EcdsaNoteSigner NewSigner(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static Checkpoint CheckpointOf(int size) => new(Origin, Tree.Head(size));

    public static SignedCheckpoint Signed(int size, params EcdsaNoteSigner[] by)
    {
        var text = CheckpointOf(size).ToString();
        return SignedCheckpoint.Of(CheckpointOf(size), [.. (by.Length == 0 ? [Signer] : by).Select(s => s.Sign(text))]);
    }

    public static TlogProof Proof(int index, int size, byte[]? extra = null) => new(Tree.Inclusion(index, size), Signed(size, Signer, Witness), [.. extra ?? []]);

    /// <summary>Each one signature line.</summary>
    public static NoteSignature Stranger(int number) => new($"stranger.example/{number}", (uint)number, [1, 2, 3, (byte)number]);
}
