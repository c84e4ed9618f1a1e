using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Consent.Auditing;

/// <summary>Writes HTML: what stands in a pattern is markup, and whatever is put into its holes becomes text.</summary>
/// <remarks>
/// There is no way to write a text as markup. Characters that are not seen, or that reorder what is seen, are shown by their number: what a person reads is
/// what is there. The list is fixed, and not the platform's, so that every version writes the same page.
/// </remarks>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    public Html Add([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Text between tags in which only what HTML would misread is escaped, so that it can be taken out again.</summary>
    public static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Takes out what <see cref="Escaped"/> put in; <see langword="null"/> when it would not have written this.</summary>
    public static string? Unescaped(string escaped)
    {
        var text = escaped.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
        return string.Equals(Escaped(text), escaped, StringComparison.Ordinal) ? text : null;
    }

    /// <summary>An instant for people: UTC, without a fraction of zero.</summary>
    public static string Words(Timestamp at) => at.ToString(null, null).Replace('T', ' ').Replace(".000000", "", StringComparison.Ordinal).TrimEnd('Z');

    public Html AddEscaped(string text)
    {
        _text.Append(Escaped(text));
        return this;
    }

    public override string ToString() => _text.ToString();

    private void AddText(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '"':
                    _text.Append("&quot;");
                    break;
                case '\'':
                    _text.Append("&#39;");
                    break;
                case '\r' when i + 1 < text.Length && text[i + 1] == '\n':
                    break;
                case '\n' or '\t':
                    _text.Append(c);
                    break;
                default:
                    _ = IsUnseen(c) ? _text.Append(CultureInfo.InvariantCulture, $"<i>U+{(int)c:X4}</i>") : _text.Append(c);
                    break;
            }
        }
    }

    /// <summary>Controls, soft hyphen, marks and overrides of direction, separators of lines, invisible operators. The joiners of scripts and emoji stay.</summary>
    private static bool IsUnseen(char c) => c is < ' ' or (>= '\u007f' and <= '\u009f') or '\u00ad' or '\u034f' or '\u061c' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5'
        or '\u180e' or '\u200b' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\u3164' or '\ufeff' or '\uffa0'
        or (>= '\ufff9' and <= '\ufffb');

    /// <summary>The parts of one pattern.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly Html _html;

        public Markup(int literalLength, int formattedCount, Html html)
        {
            _ = (literalLength, formattedCount);
            _html = html;
        }

        public void AppendLiteral(string markup) => _html._text.Append(markup);

        public void AppendFormatted(string? text) => _html.AddText(text);

        public void AppendFormatted(long number) => _html._text.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(Timestamp at) => _html._text.Append(Words(at));

        public void AppendFormatted(Sha256Digest digest) => _html._text.Append(digest.ToString());
    }
}
