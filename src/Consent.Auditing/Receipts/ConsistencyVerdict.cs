namespace Consent.Auditing;

/// <summary>What comparing two checkpoints came to.</summary>
public enum ConsistencyVerdict
{
    /// <summary>The earlier checkpoint is not verified: no known key of the log signed it, or a signature failed.</summary>
    OlderNotVerified = 0,

    /// <summary>The later checkpoint is not verified: no known key of the log signed it, or a signature failed.</summary>
    NewerNotVerified = 1,

    /// <summary>They are checkpoints of two logs.</summary>
    OtherLog = 2,

    /// <summary>The proof does not lead from the one to the other: it is another's, or history was rewritten.</summary>
    NotConsistent = 3,

    /// <summary>The later log begins with all of the earlier one, unchanged.</summary>
    Consistent = 4,
}
