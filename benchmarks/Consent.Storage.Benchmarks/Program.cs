using Consent.Storage.Benchmarks;

// Whole stores, side by side in one run: each figure is a median over rounds that the contenders take in turn, so that a noisy machine is noisy for all.
var full = new Sizes(Batch: 1000, Rounds: 80, Singles: 2000, Reads: 5000, Callers: 64, Each: 50);
var dry = new Sizes(Batch: 200, Rounds: 1, Singles: 3, Reads: 50, Callers: 8, Each: 2);
switch (args)
{
    case ["sqlite"]:
        await SqliteRace.RunAsync(full);
        return 0;
    case ["sqlite", "dry"]:
        await SqliteRace.RunAsync(dry);
        await SqliteRace.CurveAsync(1000);
        return 0;
    case ["sqlite", "curve"]:
        await SqliteRace.CurveAsync(1_000_000);
        return 0;
    case ["postgres", var connection]:
        await PostgreSqlRace.RunAsync(connection, full with { Singles = 1000, Reads = 100 });
        return 0;
    case ["postgres", var connection, "dry"]:
        await PostgreSqlRace.RunAsync(connection, dry);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: Consent.Storage.Benchmarks sqlite [dry|curve] | postgres CONNECTION [dry]");
        return 2;
}
