using System.Numerics;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Who is permitted: one bit for each number, a thousand to a page; and for each page the first instant at which time alone may change a bit of it.</summary>
internal sealed class AudiencePages
{
    /// <summary>Contacts to a page: decided anew together when time has changed one of them.</summary>
    public const int PageSize = 1024;

    /// <summary>What a store may leave out between numbers is limited by the memory for pages that nobody is on.</summary>
    private const long MaxPages = 1 << 24;

    private Page?[] _pages = [];

    // INVARIANT: no page holds less long.
    private Timestamp _holdsUntil = Timestamp.MaxValue;

    /// <summary>How many are permitted.</summary>
    public long Permitted { get; private set; }

    /// <param name="number">Whose.</param>
    /// <param name="isPermitted">Whether it is.</param>
    /// <param name="holdsUntil">From when on time alone may change that; <see langword="null"/>: never.</param>
    public void Set(long number, bool isPermitted, Timestamp? holdsUntil)
    {
        var page = PageOf(number);
        var place = (int)(number % PageSize);
        Mark(page.Known, place, true);
        Permitted += Mark(page.Permitted, place, isPermitted);
        if (holdsUntil is { } until)
        {
            page.HoldsUntil = Timestamp.Min(page.HoldsUntil, until);
            _holdsUntil = Timestamp.Min(_holdsUntil, until);
        }
    }

    public void Remove(long number)
    {
        if (number / PageSize < _pages.Length && _pages[number / PageSize] is { } page)
        {
            var place = (int)(number % PageSize);
            Mark(page.Known, place, false);
            Permitted += Mark(page.Permitted, place, false);
        }
    }

    /// <summary>A page of which time may have changed somebody; <see langword="null"/> when there is none.</summary>
    public long? Due(Timestamp now)
    {
        if (now < _holdsUntil)
        {
            return null;
        }

        var soonest = Timestamp.MaxValue;
        for (var i = 0; i < _pages.Length; i++)
        {
            if (_pages[i] is { } page)
            {
                if (page.HoldsUntil <= now && page.HoldsUntil != Timestamp.MaxValue)
                {
                    return i;
                }

                soonest = Timestamp.Min(soonest, page.HoldsUntil);
            }
        }

        _holdsUntil = soonest;
        return null;
    }

    /// <summary>Everybody on a page.</summary>
    public IReadOnlyList<long> NumbersOn(long page) => [.. NumbersOf(_pages[page]!.Known, page * PageSize)];

    /// <summary>Everybody on a page is about to be set again.</summary>
    public void DecideAnew(long page) => _pages[page]!.HoldsUntil = Timestamp.MaxValue;

    /// <summary>The next numbers that are permitted, ascending.</summary>
    public IReadOnlyList<long> PermittedAfter(long after, int count)
    {
        var numbers = new List<long>(count);
        var first = after + 1;
        for (var i = first / PageSize; i < _pages.Length && numbers.Count < count; i++)
        {
            numbers.AddRange(_pages[i] is { } page ? NumbersOf(page.Permitted, i * PageSize).Where(n => n >= first).Take(count - numbers.Count) : []);
        }

        return numbers;
    }

    /// <summary>Sets a bit, and says by how much that changed the number of bits set.</summary>
    private static int Mark(ulong[] bits, int place, bool isSet)
    {
        ref var word = ref bits[place >> 6];
        var bit = 1UL << (place & 63);
        var was = (word & bit) != 0;
        word = isSet ? word | bit : word & ~bit;
        return (isSet ? 1 : 0) - (was ? 1 : 0);
    }

    private static IEnumerable<long> NumbersOf(ulong[] bits, long first)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            for (var word = bits[i]; word != 0; word &= word - 1)
            {
                yield return first + (i * 64) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    private Page PageOf(long number)
    {
        var at = number / PageSize;
        if (number < 0 || at >= MaxPages)
        {
            throw new ConsentStoreException("The store gives contacts numbers that are negative or too far apart.");
        }

        if (at >= _pages.Length)
        {
            Array.Resize(ref _pages, (int)Math.Max(at + 1, Math.Min(_pages.Length * 2L, MaxPages)));
        }

        return _pages[at] ??= new();
    }

    private sealed class Page
    {
        public ulong[] Known { get; } = new ulong[PageSize / 64];

        public ulong[] Permitted { get; } = new ulong[PageSize / 64];

        public Timestamp HoldsUntil { get; set; } = Timestamp.MaxValue;
    }
}
