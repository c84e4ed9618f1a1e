using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Whose records verifying found to be other than the log says, although each is one that the store wrote once: until they are rebuilt, or all verifies again, they permit nothing and are not written on. Thread-safe.</summary>
internal sealed class DoubtedRecords
{
    /// <summary>Where more than so many are wrong, somebody has put a whole table back: nobody's is relied on.</summary>
    public const int Most = 256;

    private readonly Lock _lock = new();
    private volatile Doubts _now = new([], IsEverybody: false);

    /// <summary>Whose records they are now.</summary>
    public Doubts Now => _now;

    /// <summary>Whether anybody's is.</summary>
    public bool IsAny => _now.IsAny;

    /// <summary>These, and nobody else.</summary>
    public void Replace(IEnumerable<ContactId> contacts, bool isEverybody = false)
    {
        var all = contacts.Where(c => !c.IsDefault).ToImmutableHashSet();
        lock (_lock)
        {
            _now = new(all, isEverybody || all.Count > Most);
        }
    }

    /// <summary>Not this one any more: an id, or the name of a closed one.</summary>
    public void Remove(ContactId contact)
    {
        lock (_lock)
        {
            _now = new(_now.Contacts.Remove(contact), _now.IsEverybody);
        }
    }
}
