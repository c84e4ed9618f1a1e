namespace Consent.Reference;

/// <summary>One id at an instant: its fold, and what groups and spans of time make of it.</summary>
internal sealed class IdView(RefFold fold, RefTaxonomy taxonomy, Covering covering, long asOf)
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
    /// RULES 1, groups, withdrawals: the own give, if in force and in its time; where a covering node was ever withdrawn, only if
    /// attested and later than that.
    /// </summary>
    public RefStatement? CountingGive(string purpose) =>
        fold.Get(purpose, RefFlag.Status).InForce is { Active: true } give && give.IsInTime(asOf) && IsLaterThanCoveringNoes(purpose, give) ? give : null;

    /// <summary>The give that counts but for its span of time, which is over or to come.</summary>
    public RefStatement? GiveOutOfTime(string purpose) =>
        fold.Get(purpose, RefFlag.Status).InForce is { Active: true } give && !give.IsInTime(asOf) && IsLaterThanCoveringNoes(purpose, give) ? give : null;

    /// <summary>The give that waits for the person to confirm it; once it has ended it is as never said.</summary>
    public RefStatement? PendingGive(string purpose) =>
        fold.Get(purpose, RefFlag.Status).Pending is { } pending && asOf < pending.Ends ? pending : null;

    /// <summary>An Inactive D is a withdrawal where a give, attested or asserted, is on record; else a refusal.</summary>
    public bool IsWithdrawn(string purpose) =>
        Status(purpose) == RefValue.Inactive && fold.Get(purpose, RefFlag.Status).GiveOnRecord;

    /// <summary>The latest protective statement ever said on a node or one that covers it, lifted since or not; pauses leave no trace.</summary>
    public long? LatestNo(string node, RefFlag flag) =>
        covering.Above(node).Append(node).Max(above => fold.Get(above, flag).LatestProtective);

    /// <summary>The same, of the node alone.</summary>
    public long? LatestNo(string node, RefFlag flag, bool alone) => alone ? fold.Get(node, flag).LatestProtective : LatestNo(node, flag);

    /// <summary>RULES 1, groups, restrictions and objections: the nodes whose flag is in force (without an end) or paused, and not lifted for this one.</summary>
    public List<(string Node, long? Until)> Blocking(RefFlag flag, string node)
    {
        var blocking = Standing(flag, node).Select(it => (node, it.Until)).ToList();
        if (!taxonomy.Knows(node))
        {
            // Row 1, a path that the taxonomy does not know: its longest known prefix speaks for it.
            var prefix = covering.LongestKnownPrefix(node);
            return prefix == node ? blocking : [.. blocking, .. Blocking(flag, prefix)];
        }

        foreach (var above in covering.Above(node))
        {
            blocking.AddRange(Standing(flag, above).Where(it => !IsLifted(flag, above, node, it.Since)).Select(it => (above, it.Until)));
        }

        return blocking;
    }

    /// <summary>Whether the statement in force on a node is an attested retraction said strictly after an instant.</summary>
    public bool IsRetracted(RefFlag flag, string node, long after) =>
        fold.Get(node, flag).InForce is { IsProtective: false, IsAttested: true } retraction && retraction.At > after;

    /// <summary>What stands on a node itself: a restriction or objection in force, and the pauses that run and were not taken back there.</summary>
    public IEnumerable<(long Since, long? Until)> Standing(RefFlag flag, string node)
    {
        var entry = fold.Get(node, flag);
        var pauses = entry.Pauses.Where(pause => asOf < pause.Until && !IsRetracted(flag, node, pause.At)).Select(pause => (pause.At, pause.Until));
        return entry is { Value: RefValue.Active, InForce: { } said } ? pauses.Prepend((said.At, null)) : pauses;
    }

    /// <summary>What sits on a covering node since an instant is lifted by a later retraction in between.</summary>
    private bool IsLifted(RefFlag flag, string above, string node, long since) =>
        covering.Between(above, node).Any(between => IsRetracted(flag, between, since));

    private bool IsLaterThanCoveringNoes(string purpose, RefStatement give) =>
        covering.Above(purpose).Select(node => fold.Get(node, RefFlag.Status).LatestProtective)
            .All(withdrawn => withdrawn is null || (give.IsAttested && give.At > withdrawn));
}
