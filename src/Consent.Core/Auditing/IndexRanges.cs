using System.Collections.Immutable;

namespace Consent;

/// <summary>Indices as ranges.</summary>
public static class IndexRanges
{
    /// <summary>The fewest ranges that hold exactly these indices, ascending.</summary>
    public static ImmutableArray<IndexRange> Of(IEnumerable<long> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var ranges = ImmutableArray.CreateBuilder<IndexRange>();
        foreach (var index in indices.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == index - 1)
            {
                ranges[^1] = ranges[^1] with { Last = index };
            }
            else
            {
                ranges.Add(new(index, index));
            }
        }

        return ranges.ToImmutable();
    }
}
