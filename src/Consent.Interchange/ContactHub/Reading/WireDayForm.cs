using System.Text;

namespace Consent.Interchange;

/// <summary>How a source writes a day, such as <c>dd/MM/yyyy</c>: the three parts, each once, and what stands between them.</summary>
internal sealed class WireDayForm
{
    private const string Flaw = "A day's form has dd or d, MM or M, and yyyy, each once, with signs between them that are no letters or digits: dd/MM/yyyy.";

    private readonly List<(char Part, int Least, int Most)> _parts = [];
    private readonly List<byte[]> _between = [];

    /// <summary>A form.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or would be read in more than one way.</exception>
    public WireDayForm(string form)
    {
        var at = 0;
        while (at < form.Length)
        {
            var length = form.AsSpan(at).IndexOfAnyExcept(form[at]);
            length = length < 0 ? form.Length - at : length;
            _parts.Add(form.Substring(at, length) switch
            {
                "d" => ('d', 1, 2),
                "dd" => ('d', 2, 2),
                "M" => ('M', 1, 2),
                "MM" => ('M', 2, 2),
                "yyyy" => ('y', 4, 4),
                _ => throw new ArgumentException(Flaw, nameof(form)),
            });
            at += length;
            var start = at;
            while (at < form.Length && !char.IsAsciiLetterOrDigit(form[at]) && char.IsAscii(form[at]))
            {
                at++;
            }

            _between.Add(Encoding.ASCII.GetBytes(form[start..at]));
        }

        var isWhole = _parts.Select(p => p.Part).Order().SequenceEqual(['M', 'd', 'y']) && _between[^1].Length == 0 && _between.Take(2).All(b => b.Length > 0);
        if (!isWhole)
        {
            throw new ArgumentException(Flaw, nameof(form));
        }
    }

    /// <summary>Reads a day at the beginning of a text.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out WireDay day, out ReadOnlySpan<byte> rest)
    {
        day = default;
        rest = text;
        for (var i = 0; i < _parts.Count; i++)
        {
            var (part, least, most) = _parts[i];
            var length = 0;
            while (length < most && length < rest.Length && WireDigits.IsDigit(rest[length]))
            {
                length++;
            }

            if (length < least || !WireDigits.TryRead(rest[..length], out var value) || !rest[length..].StartsWith(_between[i]))
            {
                return false;
            }

            rest = rest[(length + _between[i].Length)..];
            day = part switch
            {
                'd' => day with { Day = value },
                'M' => day with { Month = value },
                _ => day with { Year = value },
            };
        }

        return rest.IsEmpty || !WireDigits.IsDigit(rest[0]);
    }
}
