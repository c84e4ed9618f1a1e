using System.Diagnostics;
using System.Globalization;

namespace Consent.Storage.Benchmarks;

/// <summary>How much is done.</summary>
/// <param name="Batch">Changes in one transaction.</param>
/// <param name="Rounds">How many batches each contender writes.</param>
/// <param name="Singles">How many changes each writes in a transaction of its own.</param>
/// <param name="Reads">How many states each reads, in each round.</param>
/// <param name="Callers">How many callers there are, each of whom awaits one durable change at a time.</param>
/// <param name="Each">How many changes each of them makes, in each round.</param>
internal sealed record Sizes(int Batch, int Rounds, int Singles, int Reads, int Callers, int Each);

/// <summary>Lets contenders take turns at the same work, and prints medians and ratios against the first one.</summary>
internal static class Race
{
    private const int Many = 100;

    /// <returns>How many changes each has written.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<IContender> contenders, Sizes sizes)
    {
        await DemandEqualDurabilityAsync(contenders);
        var (next, written) = (0, 0);
        await MeasureAsync($"bulk: batches of {sizes.Batch}, for each change", contenders, sizes.Rounds, sizes.Batch, async contender =>
        {
            var batch = Work.Make(next += sizes.Batch, sizes.Batch);
            written += batch.Length;
            return await TimeAsync(() => contender.WriteAsync(batch));
        });
        await MeasureAsync("one change in a durable transaction", contenders, sizes.Singles, 1, async contender =>
        {
            var one = Work.Make(++next + 50_000_000, 1);
            written++;
            return await TimeAsync(() => contender.WriteAsync(one));
        });

        await MeasureAsync($"{sizes.Callers} callers, each awaiting one durable change at a time, for each change", contenders, (sizes.Rounds + 7) / 8, sizes.Callers * sizes.Each, async contender =>
        {
            var all = Work.Make((next += sizes.Callers * sizes.Each) + 60_000_000, sizes.Callers * sizes.Each);
            written += all.Length;
            return await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, sizes.Callers).Select(caller => Task.Run(async () =>
            {
                for (var i = caller; i < all.Length; i += sizes.Callers)
                {
                    await contender.WriteBesideOthersAsync(all[i]);
                }
            }))));
        });

        // Everybody reads contacts that everybody has.
        var shared = Work.Make(90_000_000, 1000);
        foreach (var contender in contenders)
        {
            await contender.WriteAsync(shared);
            written += shared.Length;
        }

        await MeasureAsync("one state read", contenders, sizes.Rounds, sizes.Reads, contender => TimeAsync(async () =>
        {
            for (var i = 0; i < sizes.Reads; i++)
            {
                if (!await contender.ReadAsync(shared[i * 7919 % shared.Length].Contact))
                {
                    throw new InvalidOperationException("A contact was not found.");
                }
            }
        }));
        return written / contenders.Count;
    }

    /// <summary>Prints how many bytes a change takes where it is stored.</summary>
    public static void PrintStored(int changes, IEnumerable<(string Name, long Bytes)> stored) => Console.WriteLine(string.Join(
        Environment.NewLine,
        stored.Select(s => string.Create(CultureInfo.InvariantCulture, $"  {s.Name,-24} {(double)s.Bytes / changes,12:N0} B stored a change")).Prepend("stored, with indexes and keys")));

    /// <summary>What a change costs in batches of different lengths.</summary>
    public static async Task BatchesAsync(IContender contender, int most)
    {
        var next = 80_000_000;
        var times = new List<(string, TimeSpan)>();
        foreach (var length in new[] { 1, 16, 64, 256, 1000, 4096 }.Where(length => length <= most))
        {
            var each = new List<TimeSpan>();
            for (var round = 0; round < Math.Max(10, 2 * most / length); round++)
            {
                var batch = Work.Make(next += length, length);
                each.Add(await TimeAsync(() => contender.WriteAsync(batch)) / length);
            }

            times.Add((string.Create(CultureInfo.InvariantCulture, $"{length:N0} at a time"), Median(each)));
        }

        Print($"{contender.Name}: a change, in batches", times);
    }

    public static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    public static void Print(string what, IEnumerable<(string Name, TimeSpan Time)> times) => Print(what, times.Select(t => (t.Name, t.Time, "")));

    private static void Print(string what, IEnumerable<(string Name, TimeSpan Time, string Besides)> times)
    {
        Console.WriteLine(what);
        TimeSpan? first = null;
        foreach (var (name, time, besides) in times)
        {
            first ??= time;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-24} {time.TotalMicroseconds,12:N1} us   {time / first.Value,6:N2} x {besides}"));
        }
    }

    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task MeasureAsync(string what, IReadOnlyList<IContender> contenders, int rounds, int count, Func<IContender, Task<TimeSpan>> measure)
    {
        var times = contenders.ToDictionary(c => c, _ => new List<TimeSpan>());
        var spent = contenders.ToDictionary(c => c, _ => default(Spent));
        // Half as many again before anything counts: until then the runtime compiles, and files are new.
        for (var round = -(rounds + 1) / 2; round < rounds; round++)
        {
            // Nobody always comes after the same one, and nobody pays for what the one before left to be collected.
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var contender = contenders[(turn + Math.Abs(round)) % contenders.Count];
                if (count >= Many)
                {
                    GC.Collect();
                }

                var before = Spent.Now;
                var time = await measure(contender);
                if (round >= 0)
                {
                    times[contender].Add(time / count);
                    spent[contender] += Spent.Now - before;
                }
            }
        }

        Print(what, contenders.Select(c => (c.Name, Median(times[c]), spent[c].Told(rounds * (double)count))));
    }

    private static async Task DemandEqualDurabilityAsync(IReadOnlyList<IContender> contenders)
    {
        var first = await contenders[0].DurabilityAsync();
        foreach (var contender in contenders.Skip(1))
        {
            if (await contender.DurabilityAsync() is var other && !string.Equals(first, other, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{contenders[0].Name} waits for {first}, {contender.Name} for {other}.");
            }
        }

        Console.WriteLine($"every commit: {first}");
    }

    /// <summary>What the process has allocated, and how often it has collected.</summary>
    private readonly record struct Spent(long Bytes, int Gen0, int Gen1, int Gen2)
    {
        public static Spent Now => new(GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));

        public static Spent operator +(in Spent one, in Spent other) => new(one.Bytes + other.Bytes, one.Gen0 + other.Gen0, one.Gen1 + other.Gen1, one.Gen2 + other.Gen2);

        public static Spent operator -(in Spent one, in Spent other) => new(one.Bytes - other.Bytes, one.Gen0 - other.Gen0, one.Gen1 - other.Gen1, one.Gen2 - other.Gen2);

        public string Told(double times) => string.Create(CultureInfo.InvariantCulture, $"{Bytes / times,10:N0} B; collections per 1,000: {1000 * Gen0 / times:N2}, {1000 * Gen1 / times:N2}, {1000 * Gen2 / times:N2}");
    }
}
