namespace Consent;

/// <summary>Whether a contact's record is open for changes.</summary>
public enum ContactState
{
    /// <summary>As usual.</summary>
    Open = 0,

    /// <summary>Its erasure has begun and is not done (GDPR art. 17).</summary>
    Erasing = 1,

    /// <summary>Erased, and kept only as an id that must not be contacted (art. 17(3)(b), 21(3)).</summary>
    Suppressed = 2,
}
