namespace Consent.Storage;

/// <summary>Replaces a contact's snapshot, if it is still the one that was read.</summary>
/// <param name="Snapshot">The new one.</param>
/// <param name="ExpectedVersion">The version that was read: 0 when there was none. The new one gets the next.</param>
public sealed record SnapshotWrite(ContactConsents Snapshot, long ExpectedVersion)
{
    /// <summary>
    /// The contact's last entry as it was read (<see cref="StoredContact.LastEntry"/>), where it must be the same: versions begin anew with another life of an id that was wholly forgotten, entries never do. <see langword="null"/>: it is not looked at.
    /// </summary>
    public long? ExpectedLastEntry { get; init; }

    /// <summary>Whether what is stored is what was read.</summary>
    /// <param name="version">The version stored: 0 where there is none.</param>
    /// <param name="lastEntry">The last entry of the record stored; -1 where there is none, or a closed id.</param>
    public bool Expects(long version, long lastEntry) => ExpectedVersion == version && !(ExpectedLastEntry is { } last && last != lastEntry);

    /// <summary>The version that it gets. Where one stood that nobody can have counted to, because it was altered, counting begins anew.</summary>
    public long NextVersion => ExpectedVersion is >= 0 and < long.MaxValue / 2 ? ExpectedVersion + 1 : 1;
}
