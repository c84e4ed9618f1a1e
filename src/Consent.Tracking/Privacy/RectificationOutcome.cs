namespace Consent.Tracking;

/// <summary>What became of a rectification.</summary>
public enum RectificationOutcome
{
    /// <summary>The record was taken out.</summary>
    Rectified = 0,

    /// <summary>It had been taken out before; nothing was written.</summary>
    AlreadyRectified = 1,

    /// <summary>The contact has no change and no link of this name on record; nothing was written.</summary>
    NotOnRecord = 2,

    /// <summary>The contact, or one that was ever linked with it, is being erased: nothing was written.</summary>
    ErasureInProgress = 3,
}
