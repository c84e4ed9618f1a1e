namespace Consent;

/// <summary>What a <c>restored</c> entry says: the database was restored from a backup, and the log goes on from there under another origin.</summary>
/// <param name="OldOrigin">The origin of the last checkpoint known from outside the database; where none is known, the one that the restored log had.</param>
/// <param name="Published">What that checkpoint said; <see langword="null"/> when none is known.</param>
/// <param name="Restored">What the log was when it came back: the first entries of the log under both origins. Its size is the index of the entry that says so.</param>
/// <param name="NewOrigin">The origin from here on.</param>
public sealed record Restoration(string OldOrigin, TreeHead? Published, TreeHead Restored, string NewOrigin);
