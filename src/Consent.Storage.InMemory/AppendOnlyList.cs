namespace Consent.Storage.InMemory;

/// <summary>A list that only grows. Each version shares one array with those before it, and sees no further than its own count.</summary>
/// <remarks>Only the newest version is added to, by one writer at a time; any number of readers may hold older ones.</remarks>
internal readonly struct AppendOnlyList<T>
{
    private readonly T[]? _items;

    private AppendOnlyList(T[] items, int count)
    {
        _items = items;
        Count = count;
    }

    public int Count { get; }

    public T this[int index] => index < Count ? _items![index] : throw new ArgumentOutOfRangeException(nameof(index));

    public AppendOnlyList<T> Add(T item)
    {
        var items = _items ?? new T[4];
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count * 2);
        }

        items[Count] = item;
        return new(items, Count + 1);
    }
}
