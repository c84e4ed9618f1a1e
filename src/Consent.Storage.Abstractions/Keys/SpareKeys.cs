using System.Diagnostics.CodeAnalysis;

namespace Consent.Storage;

/// <summary>Keys that are made, durable and no contact's yet: page after page, and first those that came back. Thread-safe.</summary>
internal sealed class SpareKeys
{
    private readonly Lock _one = new();
    private readonly Queue<KeyPage> _pages = new();
    private readonly Stack<ContactKey> _returned = new();
    private int _place;
    private volatile int _count;

    public int Count => _count;

    /// <summary>Adds pages that were just made.</summary>
    public void Add(IEnumerable<KeyPage> pages)
    {
        lock (_one)
        {
            foreach (var page in pages)
            {
                _pages.Enqueue(page);
                _count += page.Count;
            }
        }
    }

    /// <summary>Takes a key back that was given to no contact after all.</summary>
    public void GiveBack(ContactKey key)
    {
        lock (_one)
        {
            _returned.Push(key);
            _count++;
        }
    }

    public bool TryTake([NotNullWhen(true)] out ContactKey? key)
    {
        lock (_one)
        {
            if (_returned.TryPop(out key))
            {
                _count--;
                return true;
            }

            if (!_pages.TryPeek(out var page))
            {
                return false;
            }

            key = page.KeyAt(_place++);
            if (_place == page.Count)
            {
                _pages.Dequeue();
                _place = 0;
            }

            _count--;
            return true;
        }
    }
}
