namespace Consent.Reference;

/// <summary>RULES 1: the total order of statements; the one in force is the maximum.</summary>
internal sealed class Strength : IComparer<RefStatement>
{
    public static readonly Strength Order = new();

    public static RefStatement? Greatest(IEnumerable<RefStatement> statements) => statements.Max(Order);

    public int Compare(RefStatement? x, RefStatement? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int[] steps =
        [
            x.Weight.CompareTo(y.Weight),                       // 1 attested before asserted
            x.At.CompareTo(y.At),                               // 2 the later OccurredAt
            x.IsProtective.CompareTo(y.IsProtective),           // 3 protective before permissive
            x.Complete.CompareTo(y.Complete),                   // 4 complete evidence before incomplete
            string.CompareOrdinal(x.ChangeId, y.ChangeId),      // 5 the ordinally greater change id
            string.CompareOrdinal(x.Contact, y.Contact),        // 6 the ordinally greater contact id
            x.Position.CompareTo(y.Position),                   // 7 the later position in the change
        ];
        return steps.FirstOrDefault(step => step != 0);
    }
}
