namespace Consent.Tracking;

/// <summary>What following the link of a double opt-in came to.</summary>
public enum DoubleOptInOutcome
{
    /// <summary>It is recorded, as confirmed.</summary>
    Confirmed = 0,

    /// <summary>It was confirmed by this link before, and nothing is recorded again: what was said since counts.</summary>
    AlreadyConfirmed = 1,

    /// <summary>The link is over, or the person was erased since it was made: nothing is recorded.</summary>
    Ended = 2,
}
