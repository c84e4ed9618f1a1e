using System.Globalization;
using Consent.Crash;

// Consent.Crash.Writer STORE RUN: opens the store, finishes what was being erased, and writes until it is killed. Says on the standard output what it tries and what was acknowledged.
if (args.Length != 2 || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var run))
{
    await Console.Error.WriteLineAsync("Consent.Crash.Writer STORE RUN, where STORE is sqlite:PATH, postgres:SCHEMA|KEYS|CONNECTION or lines:PATH, and RUN a number that no run before had.");
    return 2;
}

using var output = Console.OpenStandardOutput();
var report = new Report(output);
await using var store = OpenedStore.At(args[0]);
await Troubles.AgainWhenItMayHelpAsync(report, async () => await Erasures.FinishAsync(store.Store, default));
report.Say("ready");
await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(new RandomWriter(store.Store, report, run, thread).WriteAsync)));
return 0;
