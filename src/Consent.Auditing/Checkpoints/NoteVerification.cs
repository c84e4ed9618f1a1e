using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>Whether a note may be believed, and on whose word.</summary>
public sealed class NoteVerification
{
    internal NoteVerification(NoteVerdict verdict, ImmutableArray<NoteVerifierKey> signers)
    {
        Verdict = verdict;
        Signers = signers;
    }

    /// <summary>What it came to.</summary>
    public NoteVerdict Verdict { get; }

    /// <summary>The known keys that signed, each once, in the order of the lines; none when a signature failed.</summary>
    public ImmutableArray<NoteVerifierKey> Signers { get; }

    /// <summary>Whether the text may be believed.</summary>
    public bool IsVerified => Verdict == NoteVerdict.Verified;
}
