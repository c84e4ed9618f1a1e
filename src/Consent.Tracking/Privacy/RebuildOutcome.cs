namespace Consent.Tracking;

/// <summary>What became of a record that was to be folded anew from the log (<see cref="ActingPrivacy.RebuildAsync"/>).</summary>
public enum RebuildOutcome
{
    /// <summary>It was: an entry <c>rebuilt</c> says so, and decisions about the contact rest on what the log comes to.</summary>
    Rebuilt = 0,

    /// <summary>Nothing is wrong with it, or nothing is on record.</summary>
    NotAltered = 1,

    /// <summary>The log says nothing that it could be folded from.</summary>
    NotInLog = 2,

    /// <summary>More is wrong than the record: the log does not verify, or the contact's entries are not found by its row. Bring back the last backup that verifies, and recover.</summary>
    LogFlawed = 3,
}
