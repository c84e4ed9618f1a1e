using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Verify;

/// <summary>The command line.</summary>
internal sealed class VerifyOptions
{
    private static readonly Dictionary<string, int> s_files = new(StringComparer.Ordinal) { ["receipt"] = 1, ["dossier"] = 1, ["consistency"] = 3 };

    public string Command { get; private init; } = "";

    public ImmutableArray<string> Files { get; private init; } = [];

    /// <summary>The keys that are believed.</summary>
    public ImmutableArray<NoteVerifierKey> Keys { get; private init; } = [];

    /// <summary>Whether to print what a receipt shows.</summary>
    public bool Shows { get; private init; }

    public bool IsHelp { get; private init; }

    public static VerifyOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(a => a is "--help" or "-h" or "-?"))
        {
            return new() { IsHelp = true };
        }

        var words = new List<string>();
        var keys = new List<NoteVerifierKey>();
        var shows = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--key":
                    keys.AddRange(KeyArgument.Read(++i < arguments.Count ? arguments[i] : throw new UsageException("After --key comes a verifier key or a file with some.", true)));
                    break;
                case "--show":
                    shows = true;
                    break;
                case var option when option.StartsWith("--", StringComparison.Ordinal):
                    throw new UsageException($"There is no option {option}.", true);
                default:
                    words.Add(arguments[i]);
                    break;
            }
        }

        return Checked(words, keys, shows);
    }

    private static VerifyOptions Checked(List<string> words, List<NoteVerifierKey> keys, bool shows)
    {
        if (words.Count == 0 || !s_files.TryGetValue(words[0], out var files))
        {
            throw new UsageException("Say what to check: receipt, dossier or consistency.", true);
        }

        if (words.Count != 1 + files)
        {
            throw new UsageException($"{words[0]} takes {files} file{(files == 1 ? "" : "s")}, not {words.Count - 1}.", true);
        }

        if (shows && !string.Equals(words[0], "receipt", StringComparison.Ordinal))
        {
            throw new UsageException("--show goes with receipt.", true);
        }

        var known = keys.DistinctBy(k => k.ToString(), StringComparer.Ordinal).ToList();
        if (known.DistinctBy(k => (k.Name, k.Id)).Count() != known.Count)
        {
            throw new UsageException("Two different keys have the same name and id: which one is meant cannot be told.");
        }

        // Without a key nothing can be believed: better to say so than to answer "no known signature".
        return known.Count == 0
            ? throw new UsageException("Give the log's verifier key with --key: without it nothing can be believed.", true)
            : new() { Command = words[0], Files = [.. words.Skip(1)], Keys = [.. known], Shows = shows };
    }
}
