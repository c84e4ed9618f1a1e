using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates text that is allowed and yet hurts: other scripts, combining marks, look-alikes, quotes, what SQL and JSON escape.</summary>
public static class TextGen
{
    private static readonly string[] s_nasty =
    [
        "a", "A", "à", "à", "ß", "İ", "ı", "Ω", "Ω", "中文", "עברית", "‮txt", "👩‍👩‍👧", "😀", "'; DROP TABLE contacts; --", "\"quoted\"", "back\\slash", "a\tb",
        "line\nbreak", " lead", "trail ", "%_*?", "<b>&amp;</b>", "${x}", "{0}", "null", "true", "0", "1e9", "😀 ", "﻿bom", "C:\\x", "../up", "id-1", "id-10", "id-2", "\u0001\u001f",
    ];

    /// <summary>Text of 1 to <paramref name="maxLength"/> characters that a store must give back unaltered.</summary>
    public static Gen<string> Stored(int maxLength) => Gen.OneOf(
        Gen.Elements(s_nasty),
        Gen.Elements(s_nasty).Two().Select(pair => pair.Item1 + pair.Item2),
        Gen.Choose(1, maxLength).Select(length => new string('x', length)),
        Gen.Choose(0, 9999).Select(n => $"t{n}"))
        .Where(text => text.Length <= maxLength && !string.IsNullOrWhiteSpace(text));

    /// <summary>Text that must be refused: blank, U+0000, lone surrogates.</summary>
    public static Gen<string> Refused() => Gen.Elements("", " ", "\t", "a\0b", "\0", "\ud800", "a\udc00", "\udc00\ud800", "x\ud83d");
}
