using System.Text;

namespace Consent.Storage;

/// <summary>The rule for text that names something kept: not blank, of limited length, and such as all databases take alike.</summary>
internal static class KeptText
{
    /// <exception cref="ArgumentException">It is not so; the message does not quote it.</exception>
    public static string Checked(string text, int maxLength, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        var flaw = string.IsNullOrWhiteSpace(text) ? "is empty"
            : text.Length > maxLength ? $"is longer than {maxLength} characters"
            : text.Contains('\0', StringComparison.Ordinal) ? "has the character U+0000"
            : !IsWellFormed(text) ? "has a lone surrogate"
            : null;
        return flaw is null ? text : throw new ArgumentException($"{what} {flaw}.", parameter);
    }

    private static bool IsWellFormed(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
