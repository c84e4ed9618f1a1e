using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Consent.Storage;

/// <summary>Remembers what was used of late, in bounded memory and at hardly any cost. Thread-safe.</summary>
/// <typeparam name="TKey">What it is looked up by.</typeparam>
/// <typeparam name="TValue">What is remembered.</typeparam>
/// <param name="generation">How many are remembered at least, and half of how many at most.</param>
public sealed class RecentlyUsed<TKey, TValue>(int generation)
    where TKey : notnull
{
    // When the young generation is full it becomes the old one; whatever of that is used comes back into the young one.
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _youngCount;

    /// <summary>Remembers a value, instead of an earlier one.</summary>
    public void Set(TKey key, TValue value)
    {
        // Counted here: the dictionary would lock all of itself to count.
        if (!_young.TryAdd(key, value))
        {
            _young[key] = value;
        }
        else if (Interlocked.Increment(ref _youngCount) == generation)
        {
            _old = _young;
            _young = new();
            _youngCount = 0;
        }
    }

    /// <summary>The value, if it is remembered.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        var old = _old;
        if (!old.TryGetValue(key, out value))
        {
            return false;
        }

        Set(key, value);
        if (!old.ContainsKey(key))
        {
            // Somebody removed it meanwhile.
            Remove(key);
        }

        return true;
    }

    /// <summary>Forgets a value.</summary>
    public void Remove(TKey key)
    {
        _old.TryRemove(key, out _);
        _young.TryRemove(key, out _);
    }
}
