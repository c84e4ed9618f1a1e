using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Whose records verifying found to be other than the log says, although each is one that the store wrote once: until they are rebuilt, or all verifies again, they permit nothing and are not written on. Thread-safe.</summary>
internal sealed class DoubtedRecords
{
    /// <summary>Where more than so many are wrong, somebody has put a whole table back: nobody's is relied on.</summary>
    public const int Most = 256;

    private volatile Doubts _doubts = new([], HasClosed: false);

    /// <summary>Whether anybody's is.</summary>
    public bool IsAny => !_doubts.Contacts.IsEmpty;

    /// <summary>Whether more are than were named.</summary>
    public bool IsEverybody => _doubts.Contacts.Count > Most;

    /// <summary>Whether a closed id's is, by its name.</summary>
    public bool HasClosed => _doubts.HasClosed;

    public bool Contains(ContactId contact) => _doubts.Contacts.Contains(contact);

    /// <summary>These, and nobody else.</summary>
    public void Replace(IEnumerable<ContactId> contacts)
    {
        var all = contacts.Where(c => !c.IsDefault).ToImmutableHashSet();
        _doubts = new(all, all.Any(c => ClosedId.IsName(c, out _)));
    }

    /// <summary>Not this one any more: an id, or the name of a closed one.</summary>
    public void Remove(ContactId contact) => Replace(_doubts.Contacts.Remove(contact));

    private sealed record Doubts(ImmutableHashSet<ContactId> Contacts, bool HasClosed);
}
