namespace Consent.Auditing;

/// <summary>What checking the signatures of a note came to.</summary>
public enum NoteVerdict
{
    /// <summary>None of the known keys signed: nothing is known about the text.</summary>
    NoKnownSignature = 0,

    /// <summary>A line names a known key and is not its signature over this text. The note is refused whole.</summary>
    SignatureFailed = 1,

    /// <summary>Known keys signed a checkpoint, but none in the name of its log.</summary>
    NotSignedByTheLog = 2,

    /// <summary>At least one known key signed, and no line in the name of a known key is false.</summary>
    Verified = 3,
}
