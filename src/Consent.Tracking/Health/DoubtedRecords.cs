using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Whose records verifying found to be other than the log says, although each is one that the store wrote once: until they are rebuilt, or all verifies again, they permit nothing and are not written on. Thread-safe.</summary>
internal sealed class DoubtedRecords
{
    /// <summary>Where more than so many are wrong, somebody has put a whole table back: nobody's is relied on.</summary>
    public const int Most = 256;

    private readonly Lock _lock = new();
    private volatile Doubts _doubts = new([], IsEverybody: false, HasClosed: false);

    /// <summary>Whether anybody's is.</summary>
    public bool IsAny => _doubts is { IsEverybody: true } or { Contacts.IsEmpty: false };

    /// <summary>Whether more were wrong than were named: also once some of them were folded anew, until all verifies again.</summary>
    public bool IsEverybody => _doubts.IsEverybody;

    /// <summary>Whether somebody's is by the digest of the id: by the name that a closed one has.</summary>
    public bool HasClosed => _doubts.HasClosed;

    public bool Contains(ContactId contact) => _doubts.Contacts.Contains(contact);

    /// <summary>These, and nobody else.</summary>
    public void Replace(IEnumerable<ContactId> contacts, bool isEverybody = false)
    {
        var all = contacts.Where(c => !c.IsDefault).ToImmutableHashSet();
        lock (_lock)
        {
            _doubts = Of(all, isEverybody || all.Count > Most);
        }
    }

    /// <summary>Not this one any more: an id, or the name of a closed one.</summary>
    public void Remove(ContactId contact)
    {
        lock (_lock)
        {
            _doubts = Of(_doubts.Contacts.Remove(contact), _doubts.IsEverybody);
        }
    }

    private static Doubts Of(ImmutableHashSet<ContactId> contacts, bool isEverybody) => new(contacts, isEverybody, contacts.Any(c => ClosedId.IsName(c, out _)));

    private sealed record Doubts(ImmutableHashSet<ContactId> Contacts, bool IsEverybody, bool HasClosed);
}
