using System.Diagnostics.CodeAnalysis;

namespace Consent.Storage;

/// <summary>Remembers what was used of late, in bounded memory and at hardly any cost: once it is full, nothing is allocated any more. Thread-safe.</summary>
/// <typeparam name="TKey">What it is looked up by.</typeparam>
/// <typeparam name="TValue">What is remembered. A value type costs the collector nothing.</typeparam>
public sealed class RecentlyUsed<TKey, TValue>
    where TKey : notnull
{
    // So many that threads seldom meet, and that no table of a part is a large object: those are collected only with everything else.
    private const int Parts = 64;

    private readonly Part[] _parts;

    /// <param name="generation">How many are remembered at least, and half of how many at most. Of more than a few thousand, about.</param>
    public RecentlyUsed(int generation)
    {
        _parts = new Part[generation < Parts * Parts ? 1 : Parts];
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new(generation / _parts.Length);
        }
    }

    /// <summary>Remembers a value, instead of an earlier one.</summary>
    public void Set(TKey key, TValue value) => PartOf(key).Set(key, value);

    /// <summary>The value, if it is remembered.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => PartOf(key).TryGet(key, out value);

    /// <summary>Forgets a value.</summary>
    public void Remove(TKey key) => PartOf(key).Remove(key);

    private Part PartOf(TKey key) => _parts[_parts.Length == 1 ? 0 : (uint)key.GetHashCode() % Parts];

    private sealed class Part(int generation)
    {
        private readonly Lock _one = new();

        // When the young generation is full it becomes the old one; whatever of that is used comes back into the young one.
        private Dictionary<TKey, TValue> _young = [];
        private Dictionary<TKey, TValue> _old = [];

        public void Set(TKey key, TValue value)
        {
            lock (_one)
            {
                SetAlone(key, value);
            }
        }

        public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
        {
            lock (_one)
            {
                if (_young.TryGetValue(key, out value))
                {
                    return true;
                }

                if (!_old.TryGetValue(key, out value))
                {
                    return false;
                }

                SetAlone(key, value);
                return true;
            }
        }

        public void Remove(TKey key)
        {
            lock (_one)
            {
                _old.Remove(key);
                _young.Remove(key);
            }
        }

        private void SetAlone(TKey key, TValue value)
        {
            _young[key] = value;
            if (_young.Count >= generation)
            {
                (_young, _old) = (_old, _young);
                _young.Clear();
            }
        }
    }
}
