namespace Consent.Reference;

/// <summary>One id: its fold, and what groups make of it.</summary>
internal sealed class IdView(RefFold fold, RefTaxonomy taxonomy, Covering covering)
{
    public RefFold Fold => fold;

    /// <summary>RULES 1, D: the purpose's own give if it counts; else a no on record; else nothing.</summary>
    public RefValue Status(string purpose)
    {
        if (!taxonomy.Knows(purpose))
        {
            return RefValue.Unset;
        }

        return CountingGive(purpose) is not null ? RefValue.Active
            : LatestNo(purpose, RefFlag.Status) is not null ? RefValue.Inactive
            : RefValue.Unset;
    }

    /// <summary>
    /// RULES 1, groups, withdrawals: the own give, if in force; where a covering node was ever withdrawn, only if attested
    /// and later than that.
    /// </summary>
    public RefStatement? CountingGive(string purpose)
    {
        var give = fold.Get(purpose, RefFlag.Status).InForce;
        if (give is null || !give.Active)
        {
            return null;
        }

        foreach (var node in covering.Above(purpose))
        {
            var withdrawn = fold.Get(node, RefFlag.Status).LatestProtective;
            if (withdrawn is not null && !(give.IsAttested && give.At > withdrawn))
            {
                return null;
            }
        }

        return give;
    }

    /// <summary>An Inactive D is a withdrawal where a give is on record; else a refusal.</summary>
    public bool IsWithdrawn(string purpose) => Status(purpose) == RefValue.Inactive && fold.Get(purpose, RefFlag.Status).WasGiven;

    /// <summary>The latest protective statement ever said on a node or one that covers it, lifted since or not.</summary>
    public long? LatestNo(string node, RefFlag flag) =>
        covering.Above(node).Append(node).Max(above => fold.Get(above, flag).LatestProtective);

    /// <summary>RULES 1, groups, restrictions and objections: the nodes whose flag is in force and not lifted for this one.</summary>
    public List<string> Blocking(RefFlag flag, string node)
    {
        var blocking = new List<string>();
        if (fold.Get(node, flag).Value == RefValue.Active)
        {
            blocking.Add(node);
        }

        if (!taxonomy.Knows(node))
        {
            // Row 1, a path that the taxonomy does not know: its longest known prefix speaks for it.
            var prefix = covering.LongestKnownPrefix(node);
            return prefix == node ? blocking : [.. blocking, .. Blocking(flag, prefix)];
        }

        foreach (var above in covering.Above(node))
        {
            if (fold.Get(above, flag) is { Value: RefValue.Active, InForce: { } said }
                && !covering.Between(above, node).Any(between => IsRetracted(flag, between, said.At)))
            {
                blocking.Add(above);
            }
        }

        return blocking;
    }

    /// <summary>Whether the statement in force on a node is an attested retraction said strictly after an instant.</summary>
    public bool IsRetracted(RefFlag flag, string node, long after) =>
        fold.Get(node, flag).InForce is { IsProtective: false, IsAttested: true } retraction && retraction.At > after;
}
