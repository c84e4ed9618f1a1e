namespace Consent.Storage;

/// <summary>Replaces a contact's snapshot, if it is still the one that was read.</summary>
/// <param name="Snapshot">The new one.</param>
/// <param name="ExpectedVersion">The version that was read: 0 when there was none. The new one gets the next.</param>
public sealed record SnapshotWrite(ContactConsents Snapshot, long ExpectedVersion)
{
    /// <summary>The version that it gets. Where one stood that nobody can have counted to, because it was altered, counting begins anew.</summary>
    public long NextVersion => ExpectedVersion is >= 0 and < long.MaxValue / 2 ? ExpectedVersion + 1 : 1;
}
