namespace Consent.Storage;

/// <summary>How far an erasure in the journal has come.</summary>
public enum ErasureState
{
    /// <summary>Not at its end: it is carried on when the host starts next.</summary>
    Begun = 0,

    /// <summary>Done: what it names is gone. It is kept, because a restored backup may bring it back.</summary>
    Done = 1,

    /// <summary>Refused by a legal hold before anything was taken away.</summary>
    Refused = 2,
}
