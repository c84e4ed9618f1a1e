using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Consent.Auditing;

/// <summary>What a log says of itself at one moment: its name, its size and its root (c2sp.org/tlog-checkpoint). Worth something once signed.</summary>
/// <remarks>Written as three lines, each with a newline: origin, size in decimal, base 64 of the root. The extension lines that the
/// specification allows and advises against are refused: nobody here would read what was signed with them.</remarks>
public sealed record Checkpoint : IParsable<Checkpoint>
{
    /// <summary>What this log says with this head.</summary>
    /// <param name="origin">The log's name and, with it, the name of its key: not empty, without spaces, plus signs and control
    /// characters; best a URL without its scheme, as in <c>shop.example/consents</c>.</param>
    /// <param name="head">Size and root.</param>
    /// <exception cref="ArgumentException">Not an origin; a negative size; size 0 with another root than that of the empty tree.</exception>
    public Checkpoint(string origin, TreeHead head)
    {
        Origin = NoteText.CheckedName(origin, "The origin of a log", nameof(origin));
        Head = IsPossible(head) ? head : throw new ArgumentException("No tree has this size and root.", nameof(head));
    }

    /// <summary>The log's name.</summary>
    public string Origin { get; }

    /// <summary>Size and root.</summary>
    public TreeHead Head { get; }

    /// <summary>How many entries the log has.</summary>
    public long Size => Head.Size;

    /// <summary>The root of the tree over all of them.</summary>
    public Sha256Digest Root => Head.Root;

    /// <summary>The three lines: the text of the note that is signed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{StrictBase64.Encode(Root)}\n");

    /// <summary>Reads the three lines.</summary>
    /// <exception cref="FormatException">Anything else; the message does not quote it.</exception>
    public static Checkpoint Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result)
            ? result
            : throw new FormatException("Not a checkpoint: origin, size and base 64 of the root, each on a line of its own, and nothing else.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Checkpoint result)
    {
        result = null;
        Span<Range> lines = stackalloc Range[5];
        var text = s.AsSpan();
        if (text.Split(lines, '\n') != 4 || !text[lines[3]].IsEmpty || NoteText.NameFlaw(text[lines[0]]) is not null)
        {
            return false;
        }

        if (CanonicalDecimal.TryParse(text[lines[1]], out var size) && StrictBase64.TryDecode(text[lines[2]], out Sha256Digest root)
            && IsPossible(new(size, root)))
        {
            result = new(text[lines[0]].ToString(), new(size, root));
        }

        return result is not null;
    }

    private static bool IsPossible(TreeHead head) => head.Size > 0 || head == TreeHead.Empty;
}
