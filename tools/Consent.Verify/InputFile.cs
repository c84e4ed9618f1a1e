using System.Text;
using System.Text.Unicode;

namespace Consent.Verify;

/// <summary>Reads what is to be checked.</summary>
internal static class InputFile
{
    /// <summary>More than any log gives out: a dossier of a very long history has some megabytes.</summary>
    private const long MaxLength = 512L * 1024 * 1024;

    public static string Text(string path)
    {
        var bytes = Bytes(path);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw new UsageException($"{path} is not in UTF-8.");
    }

    public static byte[] Bytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > MaxLength ? throw new UsageException($"{path} is larger than 512 MiB.") : File.ReadAllBytes(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{path} cannot be read: {trouble.Message}");
        }
    }

    /// <summary>Reads a file's content by its own parser.</summary>
    public static T Parsed<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(Text(path));
        }
        catch (FormatException flaw)
        {
            throw new UsageException($"{path}: {flaw.Message}");
        }
    }
}
