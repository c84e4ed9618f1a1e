using Consent.Storage.Benchmarks;

// Whole stores, side by side in one run: each figure is a median over rounds that the contenders take in turn, so that a noisy machine is noisy for all.
switch (args)
{
    case ["sqlite"]:
        await SqliteRace.RunAsync(new Sizes(Batch: 1000, Rounds: 9, Singles: 150, Reads: 5000));
        return 0;
    case ["sqlite", "dry"]:
        await SqliteRace.RunAsync(new Sizes(Batch: 50, Rounds: 1, Singles: 3, Reads: 50));
        return 0;
    case ["sqlite", "curve"]:
        await SqliteRace.CurveAsync(1_000_000);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: Consent.Storage.Benchmarks sqlite [dry|curve]");
        return 2;
}
