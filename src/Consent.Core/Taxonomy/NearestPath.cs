namespace Consent;

/// <summary>Finds which known node somebody meant who wrote another path: <c>marketing.email</c> is <c>marketing.automatic.email</c>.</summary>
/// <remarks>It only tells; nothing is ever recorded of the node found. The same for the same taxonomy, whatever the host's language.</remarks>
internal static class NearestPath
{
    /// <summary>The node that is written most alike; where none is alike, the nearest one above by name.</summary>
    public static PurposePath To(PurposeTaxonomy taxonomy, PurposePath path)
    {
        var written = path.ToString();
        var name = path.Name;
        var bound = Math.Min(MaxEdits, written.Length / 3);
        PurposePath? nearest = null;
        var least = (Kind: int.MaxValue, Edits: int.MaxValue);
        foreach (var node in taxonomy.Nodes)
        {
            var known = node.Path.ToString();
            var isNamedSo = string.Equals(node.Path.Name, name, StringComparison.OrdinalIgnoreCase);
            var edits = Edits(written, known, isNamedSo ? PurposePath.MaxLength : bound);
            var kind = edits == 0 ? 0 : isNamedSo ? (IsAbridged(written, known) ? 1 : 2) : edits <= bound ? 3 : int.MaxValue;
            if (kind < int.MaxValue && (kind, edits).CompareTo(least) < 0)
            {
                (nearest, least) = (node.Path, (kind, edits));
            }
        }

        return nearest ?? taxonomy.NearestKnown(path).Path;
    }

    /// <summary>Whether the written path is the known one with segments left out.</summary>
    private static bool IsAbridged(string written, string known)
    {
        var rest = known.Split('.').AsSpan();
        foreach (var segment in written.Split('.'))
        {
            var at = 0;
            while (at < rest.Length && !string.Equals(rest[at], segment, StringComparison.OrdinalIgnoreCase))
            {
                at++;
            }

            if (at == rest.Length)
            {
                return false;
            }

            rest = rest[(at + 1)..];
        }

        return true;
    }

    /// <summary>More edits than these make another word.</summary>
    private const int MaxEdits = 4;

    /// <summary>How many letters must be put in, taken out or exchanged, whatever their case; anything above the bound is more than the bound.</summary>
    private static int Edits(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int bound)
    {
        if (Math.Abs(a.Length - b.Length) > bound)
        {
            return bound + 1;
        }

        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var exchanged = diagonal + (char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(exchanged, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
