namespace Consent.Storage.InMemory;

/// <summary>A list that only grows. Each version shares one array with those before it, and sees no further than its own count.</summary>
/// <remarks>Only the newest version is added to, by one writer at a time; any number of readers may hold older ones.</remarks>
internal readonly struct AppendOnlyList<T>
{
    /// <summary>From so many items on it grows by an eighth: what is not filled would take more memory than copying takes time.</summary>
    private const int Long = 1024;

    private readonly T[]? _items;

    private AppendOnlyList(T[] items, int count)
    {
        _items = items;
        Count = count;
    }

    public int Count { get; }

    public T this[int index] => index < Count ? _items![index] : throw new ArgumentOutOfRangeException(nameof(index));

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public AppendOnlyList<T> Add(T item)
    {
        var items = _items ?? new T[4];
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count + (Count < Long ? Count : Count / 8));
        }

        items[Count] = item;
        return new(items, Count + 1);
    }
}
