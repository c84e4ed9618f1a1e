using System.Diagnostics;
using System.Globalization;

namespace Consent.Crash.Tests;

/// <summary>Kills writers of a store, one after the other, and looks at the store after each kill.</summary>
/// <param name="kills">How many times.</param>
internal sealed class CrashRun(int kills)
{
    private const int KillsOnOneStore = 25;

    private int _kills;
    private int _killsAtStart;
    private int _acknowledged;
    private int _underWay;
    private int _underWayFound;
    private int _repeated;
    private int _erasures;
    private int _conflicts;
    private int _troubles;
    private int _renewals;
    private long _entries;

    /// <summary>How many kills a test makes: what the environment variable <c>CONSENT_KILLS</c> says; unless it does, few, because a test run has to be short.</summary>
    public static int KillsOr(int few) => int.TryParse(Environment.GetEnvironmentVariable("CONSENT_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : few;

    /// <summary>How many hosts write at once, at most: each is killed by itself.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>What else happens while a child writes.</summary>
    public Func<Random, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    /// <summary>Waits until nothing of a killed child is under way any more.</summary>
    public Func<Task> Settled { get; init; } = () => Task.CompletedTask;

    /// <param name="nextStore">The address of a store that is empty.</param>
    public async Task RunAsync(Func<ValueTask<string>> nextStore)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}.");
        while (_kills < kills)
        {
            await OneStoreAsync(await nextStore(), random);
        }

        TestContext.Current.TestOutputHelper.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_kills} kills ({_killsAtStart} of them while the store was being opened) in {watch.Elapsed.TotalSeconds:F0} s: {_acknowledged} entries acknowledged and found, {_repeated} repetitions, {_conflicts} conflicts, "
            + $"{_erasures} erasures acknowledged; {_underWay} entries under way at a kill, {_underWayFound} of them found and {_underWay - _underWayFound} absent; {_renewals} renewals of the key-encryption key; {_troubles} transient troubles; {_entries} entries in all logs."));
        Assert.True(_acknowledged > 0, "No child came as far as writing.");
    }

    private async Task OneStoreAsync(string address, Random random)
    {
        var ledger = new Ledger();
        var heads = new List<TreeHead>();
        var entries = 0L;
        for (var before = _kills; _kills < before + KillsOnOneStore && _kills < kills;)
        {
            var said = await WriteUntilKilledAsync(address, random);
            var underWay = ledger.Take(said);
            await using var opened = OpenedStore.At(address);
            var found = await new Inspection(opened.Store, ledger, heads).RunAsync();
            var written = found.Values.Where(e => e.Evidence?.Change is not null).Select(e => (e.Subject!.Contact.Value, e.Evidence!.Change!.Value.Value)).ToHashSet();
            _underWay += underWay.Count;
            _underWayFound += underWay.Count(written.Contains);
            entries = heads[^1].Size;
        }

        _acknowledged += ledger.Acknowledged.Count;
        _repeated += ledger.Repeated.Count;
        _erasures += ledger.Erasures;
        _conflicts += ledger.Conflicts;
        _troubles += ledger.Troubles;
        _renewals += ledger.Renewals;
        _entries += entries;
    }

    private async Task<IReadOnlyList<string>> WriteUntilKilledAsync(string address, Random random)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var child = new Child(address, ++_kills);
        using var other = Hosts > 1 && random.Next(2) == 0 ? new Child(address, ++_kills) : null;

        // Now and then it is killed while it opens the store; mostly in the midst of writing.
        if (random.Next(6) > 0)
        {
            await child.SaidAsync(random.Next(1, 400), cancellation);
            await Meanwhile(random);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 300), cancellation);
        var said = await child.KillAsync(cancellation);
        _killsAtStart += said.Count == 0 ? 1 : 0;
        if (other is not null)
        {
            await Task.Delay(random.Next(50), cancellation);
            var also = await other.KillAsync(cancellation);
            _killsAtStart += also.Count == 0 ? 1 : 0;
            said = [.. said, .. also];
        }

        await Settled();
        return said;
    }
}
