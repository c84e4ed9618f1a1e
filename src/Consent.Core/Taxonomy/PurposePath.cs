using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Names a node of a taxonomy by its place: <c>marketing.automatic.email</c>. The root, which covers everything, is <c>all</c>.</summary>
/// <remarks>
/// One to <see cref="MaxDepth"/> segments joined by dots; a segment is an ASCII letter followed by up to 63 ASCII letters, digits,
/// <c>_</c> or <c>-</c>. Compared ordinally. <c>all</c> has nothing written below it.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<PurposePath>))]
public sealed class PurposePath : IEquatable<PurposePath>, IComparable<PurposePath>, ISpanParsable<PurposePath>
{
    /// <summary>The greatest length of a whole path, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>The greatest number of segments.</summary>
    public const int MaxDepth = 16;

    private const int MaxSegmentLength = 64;
    private const string RootName = "all";
    private readonly string _text;
    private readonly int _hash;

    private PurposePath(string text)
    {
        _text = text;
        _hash = HashOf(text);
    }

    /// <summary>The root: what is said of it is said of every purpose, also of those added later.</summary>
    public static PurposePath All { get; } = new(RootName);

    /// <summary>Whether this is the root, <c>all</c>.</summary>
    public bool IsRoot => string.Equals(_text, RootName, StringComparison.Ordinal);

    /// <summary>The node one level up; <c>all</c> above a single segment; <see langword="null"/> above the root.</summary>
    public PurposePath? Parent
    {
        get
        {
            if (IsRoot)
            {
                return null;
            }

            var dot = _text.LastIndexOf('.');
            return dot < 0 ? All : new(_text[..dot]);
        }
    }

    /// <summary>The last segment: <c>email</c> of <c>marketing.automatic.email</c>.</summary>
    public string Name => _text[(_text.LastIndexOf('.') + 1)..];

    /// <summary>Whether this is <paramref name="ancestor"/> or stands somewhere below it by name. Says nothing of declared edges.</summary>
    public bool IsAtOrBelow(PurposePath ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        return ancestor.IsRoot || Equals(ancestor)
            || (_text.Length > ancestor._text.Length && _text[ancestor._text.Length] == '.' && _text.StartsWith(ancestor._text, StringComparison.Ordinal));
    }

    /// <summary>The path one level below with this segment.</summary>
    /// <exception cref="FormatException">Not a segment, too deep or too long.</exception>
    public PurposePath Child(string segment) => Parse(IsRoot ? segment : $"{_text}.{segment}");

    /// <inheritdoc/>
    public bool Equals(PurposePath? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && string.Equals(_text, other._text, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PurposePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Ordinally, by the written form.</summary>
    public int CompareTo(PurposePath? other) => string.CompareOrdinal(_text, other?._text);

    /// <summary>The written form, as <see cref="Parse(string, IFormatProvider?)"/> reads it. Purposes are no personal data.</summary>
    public override string ToString() => _text;

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">Not a path; the message says what is wrong and where.</exception>
    public static PurposePath Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Flaw(s) is { } flaw ? throw NotAPath(flaw) : new(s);
    }

    /// <summary>The path that a text writes, blanks around it aside; for one that is none, a path that stands for it and for no other: <c>unknown.x</c> and 32 hexadecimal digits of its digest.</summary>
    public static PurposePath ForText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text.AsSpan().Trim(), null, out var path) ? path : new($"unknown.x{WholeText.Digest(text).ToString()[..32]}");
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static PurposePath Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        Flaw(s) is { } flaw ? throw NotAPath(flaw) : new(s.ToString());

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out PurposePath result)
    {
        result = Flaw(s) is null ? new(s.ToString()) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PurposePath result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>The same path.</summary>
    public static bool operator ==(PurposePath? left, PurposePath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another path.</summary>
    public static bool operator !=(PurposePath? left, PurposePath? right) => !(left == right);

    /// <summary>Ordinally before.</summary>
    public static bool operator <(PurposePath? left, PurposePath? right) => Compare(left, right) < 0;

    /// <summary>Ordinally after.</summary>
    public static bool operator >(PurposePath? left, PurposePath? right) => Compare(left, right) > 0;

    /// <summary>Ordinally before or the same.</summary>
    public static bool operator <=(PurposePath? left, PurposePath? right) => Compare(left, right) <= 0;

    /// <summary>Ordinally after or the same.</summary>
    public static bool operator >=(PurposePath? left, PurposePath? right) => Compare(left, right) >= 0;

    internal static int HashOf(ReadOnlySpan<char> text) => string.GetHashCode(text, StringComparison.Ordinal);

    internal bool IsWritten(ReadOnlySpan<char> text) => text.SequenceEqual(_text);

    /// <summary>Names what is wrong with a path, or <see langword="null"/>. A path is no personal data, but received text may be: it is not quoted.</summary>
    internal static string? Flaw(ReadOnlySpan<char> s)
    {
        if (s.IsEmpty)
        {
            return "is empty";
        }

        if (s.Length > MaxLength)
        {
            return $"is longer than {MaxLength} characters";
        }

        var depth = 1;
        var length = 0;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c == '.')
            {
                if (length == 0)
                {
                    return $"has an empty segment at position {i}";
                }

                depth++;
                length = 0;
            }
            else if (char.IsAsciiLetter(c) || (length > 0 && (char.IsAsciiDigit(c) || c is '_' or '-')))
            {
                if (++length > MaxSegmentLength)
                {
                    return $"has a segment longer than {MaxSegmentLength} characters at position {i}";
                }
            }
            else
            {
                return $"has a character at position {i} that does not belong in a segment (a letter, then letters, digits, '_' or '-')";
            }
        }

        if (length == 0)
        {
            return "ends with a dot";
        }

        if (depth > MaxDepth)
        {
            return $"has more than {MaxDepth} segments";
        }

        return s.StartsWith("all.", StringComparison.Ordinal) ? "stands below 'all', which is the root and not written" : null;
    }

    private static FormatException NotAPath(string flaw) => new($"The purpose path {flaw}.");

    private static int Compare(PurposePath? left, PurposePath? right) => string.CompareOrdinal(left?._text, right?._text);
}
