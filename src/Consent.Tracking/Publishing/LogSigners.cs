using System.Collections.Immutable;
using System.Globalization;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Which keys have signed for the log before the one that signs now, as its own <c>signerChanged</c> entries tell. Immutable.</summary>
internal sealed record LogSigners(ImmutableArray<(long Index, SignerChange Change)> Changes)
{
    public static LogSigners Unchanged { get; } = new([]);

    /// <summary>Who signs now, as the log says; <see langword="null"/> where it never changed.</summary>
    public NoteVerifierKey? Current => Changes.IsEmpty || !NoteVerifierKey.TryParse(Changes[^1].Change.KeyNow, null, out var key) ? null : key;

    /// <summary>Reads them from the log.</summary>
    public static async ValueTask<LogSigners> ReadAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var changes = ImmutableArray.CreateBuilder<(long, SignerChange)>();
        await foreach (var entry in store.ReadLogAsync(new() { Type = AuditEntryType.SignerChanged }, cancellationToken).ConfigureAwait(false))
        {
            changes.Add((entry.Index, LogEvents.SignerChangeOf(entry)));
        }

        return new(changes.ToImmutable());
    }

    /// <summary>The id of a key as entries write it.</summary>
    public static string IdOf(uint keyId) => keyId.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>All of them under an origin of the log; those of a type that is not read here are left out.</summary>
    public IEnumerable<NoteVerifierKey> KeysOf(string origin)
    {
        foreach (var vkey in Changes.SelectMany(c => new[] { c.Change.KeyBefore, c.Change.KeyNow }).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            // A vkey begins with its name, which is the log's first origin; the rest says which key it is.
            if (NoteVerifierKey.TryParse(origin + vkey[Math.Max(0, vkey.IndexOf('+', StringComparison.Ordinal))..], null, out var key))
            {
                yield return key;
            }
        }
    }

    /// <summary>Whether it was signed by a key that was given up as lost, so that nobody can check it any more.</summary>
    public bool IsOfLostKey(SignedCheckpoint checkpoint) => Changes.Any(c => c.Change.KeyBefore is null && checkpoint.Checkpoint.Size <= c.Index
        && checkpoint.Note.Signatures.Any(s => string.Equals(IdOf(s.KeyId), c.Change.KeyIdBefore, StringComparison.Ordinal)));
}
