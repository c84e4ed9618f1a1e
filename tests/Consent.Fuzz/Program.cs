using Consent.Fuzz;
using SharpFuzz;

// consent-fuzz TARGET           run by afl-fuzz
// consent-fuzz TARGET FILE...   runs the files once, as after a finding
if (args.Length == 0 || !Targets.All.TryGetValue(args[0], out var target))
{
    Console.Error.WriteLine($"Say which target: {string.Join(", ", Targets.All.Keys)}");
    return 2;
}

if (args.Length == 1)
{
    Fuzzer.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        target(bytes.ToArray());
    });
    return 0;
}

foreach (var file in args[1..].SelectMany(f => Directory.Exists(f) ? Directory.GetFiles(f) : [f]))
{
    target(File.ReadAllBytes(file));
    Console.WriteLine($"{file}: no finding");
}

return 0;
