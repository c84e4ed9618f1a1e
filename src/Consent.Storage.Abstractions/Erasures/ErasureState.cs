namespace Consent.Storage;

/// <summary>How far an erasure in the journal has come.</summary>
public enum ErasureState
{
    /// <summary>Not at its end: it is carried on when the host starts next, or by another host.</summary>
    Begun = 0,

    /// <summary>Done: what it names is gone. It is kept, because a restored backup may bring it back.</summary>
    Done = 1,

    /// <summary>Refused before anything was taken away: by a legal hold, or because somebody wrote meanwhile; then another record took its place.</summary>
    Refused = 2,
}
