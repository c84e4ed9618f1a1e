using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Consent.Auditing;

/// <summary>What a signed note may consist of (c2sp.org/signed-note, Format).</summary>
internal static class NoteText
{
    /// <summary>Names what is wrong with a text as part of a note, or <see langword="null"/>. The answer never quotes the text.</summary>
    public static string? Flaw(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < ' ' && c != '\n')
            {
                return $"has the control character U+{(int)c:X4} at position {i}";
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return $"has a lone surrogate at position {i}";
                }

                i++;
            }
        }

        return null;
    }

    /// <summary>Names what is wrong with the name of a key or of a log, or <see langword="null"/>.</summary>
    public static string? NameFlaw(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return "is empty";
        }

        foreach (var c in name)
        {
            if (char.IsWhiteSpace(c) || c == '+')
            {
                return "has a space or a plus sign";
            }
        }

        return Flaw(name);
    }

    /// <summary>The name, or an <see cref="ArgumentException"/> that says what is wrong with it.</summary>
    public static string CheckedName([NotNull] string? name, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return NameFlaw(name) is { } flaw ? throw new ArgumentException($"{what} {flaw}.", parameter) : name;
    }

    /// <summary>Reads bytes as UTF-8, if that is what they are.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        text = Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
        return text is not null;
    }
}
