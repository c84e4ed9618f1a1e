namespace Consent.Testing.Conformance;

/// <summary>Makes counterexamples smaller.</summary>
internal static class Shrinking
{
    /// <summary>The same list without its second or first half, a quarter, … down to single items.</summary>
    public static IEnumerable<T[]> Smaller<T>(T[] items)
    {
        for (var length = items.Length / 2; length >= 1; length /= 2)
        {
            for (var start = items.Length - length; start >= 0; start -= length)
            {
                yield return [.. items[..start], .. items[(start + length)..]];
            }
        }

        if (items.Length == 1)
        {
            yield return [];
        }
    }
}
