using System.Diagnostics;
using System.Globalization;

namespace Consent.Storage.Benchmarks;

/// <summary>How much is done.</summary>
/// <param name="Batch">Changes in one transaction.</param>
/// <param name="Rounds">How many batches each contender writes.</param>
/// <param name="Singles">How many changes each writes in a transaction of its own.</param>
/// <param name="Reads">How many states each reads, in each round.</param>
internal sealed record Sizes(int Batch, int Rounds, int Singles, int Reads);

/// <summary>Lets contenders take turns at the same work, and prints medians and ratios against the first one.</summary>
internal static class Race
{
    public static async Task RunAsync(IReadOnlyList<IContender> contenders, Sizes sizes)
    {
        var next = 0;
        await MeasureAsync($"bulk: batches of {sizes.Batch}, for each change", contenders, sizes.Rounds, sizes.Batch, async contender =>
        {
            var batch = Work.Make(Interlocked.Add(ref next, sizes.Batch), sizes.Batch);
            return await TimeAsync(() => contender.WriteAsync(batch));
        });
        await MeasureAsync("one change in a durable transaction", contenders, sizes.Singles, 1, async contender =>
        {
            var one = Work.Make(Interlocked.Increment(ref next) + 50_000_000, 1);
            return await TimeAsync(() => contender.WriteAsync(one));
        });

        // Everybody reads contacts that everybody has.
        var shared = Work.Make(90_000_000, 1000);
        foreach (var contender in contenders)
        {
            await contender.WriteAsync(shared);
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
    }

    public static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    public static void Print(string what, IEnumerable<(string Name, TimeSpan Time)> times)
    {
        Console.WriteLine(what);
        TimeSpan? first = null;
        foreach (var (name, time) in times)
        {
            first ??= time;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-24} {time.TotalMicroseconds,12:N1} us   {time / first.Value,6:N2} x"));
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
        // Half as many again before anything counts: until then the runtime compiles, and files are new.
        for (var round = -(rounds + 1) / 2; round < rounds; round++)
        {
            foreach (var contender in contenders)
            {
                var time = await measure(contender);
                if (round >= 0)
                {
                    times[contender].Add(time / count);
                }
            }
        }

        Print(what, contenders.Select(c => (c.Name, Median(times[c]))));
    }
}
