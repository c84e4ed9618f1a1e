using Consent.Auditing;

namespace Consent.Verify;

/// <summary>A verifier key, or a file with one on each line; empty lines and lines that begin with <c>#</c> are passed over.</summary>
internal static class KeyArgument
{
    public static List<NoteVerifierKey> Read(string argument)
    {
        if (NoteVerifierKey.TryParse(argument, null, out var given))
        {
            return [given];
        }

        if (!File.Exists(argument))
        {
            throw new UsageException("The argument of --key is neither a verifier key (name+id+key, ECDSA P-256) nor a file.");
        }

        var keys = new List<NoteVerifierKey>();
        foreach (var line in InputFile.Text(argument).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            keys.Add(NoteVerifierKey.TryParse(line, null, out var key) ? key : throw new UsageException($"{argument} has a line that is not a verifier key of type 0x02."));
        }

        return keys.Count > 0 ? keys : throw new UsageException($"{argument} has no verifier key.");
    }
}
