namespace Consent;

/// <summary>Reads a table through the covering relation: which node blocks a purpose, and what its consent amounts to. Allocates nothing.</summary>
internal static class EffectiveFlags
{
    /// <summary>What blocks <paramref name="node"/>: what is in force on itself, else on the first covering node where it was not lifted, else the pause that lasts longest.</summary>
    /// <param name="table">The flags.</param>
    /// <param name="taxonomy">The taxonomy that they are read through.</param>
    /// <param name="node">The node asked about.</param>
    /// <param name="flag">Restriction or objection.</param>
    /// <param name="servesNoDirectMarketing">Whether conditional edges are left out.</param>
    /// <param name="asOf">A pause is over if its date is not later than this.</param>
    /// <param name="block">What blocks.</param>
    public static bool IsBlocked(
        FlagTable table, PurposeTaxonomy taxonomy, PurposeNode node, ConsentFlag flag, bool servesNoDirectMarketing, Timestamp asOf, out Block block)
    {
        block = default;
        var covering = node.CoveringFor(servesNoDirectMarketing);
        var active = flag == ConsentFlag.Restriction ? table.Restricted : table.Objected;
        if ((active & (covering.Fingerprint | NodeSet.FingerprintOf(node.Index))) == 0)
        {
            return false;
        }

        var own = table.IndexOf(node.Index, flag);
        if (own >= 0 && table.Cells[own].IsActive)
        {
            block = new(node.Index, table.Cells[own].Origin.Change, null);
            return true;
        }

        foreach (ref readonly var cell in table.Cells)
        {
            if (cell.Flag == flag && cell.IsActive && covering.Contains(cell.Node)
                && !IsLifted(table, taxonomy, node, cell.Node, flag, cell.At, servesNoDirectMarketing))
            {
                block = new(cell.Node, cell.Origin.Change, null);
                return true;
            }
        }

        return table.Pauses.Length > 0 && IsPaused(table, taxonomy, node, flag, servesNoDirectMarketing, asOf, out block);
    }

    private static bool IsPaused(
        FlagTable table, PurposeTaxonomy taxonomy, PurposeNode node, ConsentFlag flag, bool servesNoDirectMarketing, Timestamp asOf, out Block block)
    {
        block = default;
        var covering = node.CoveringFor(servesNoDirectMarketing);
        foreach (var pause in table.Pauses)
        {
            if (pause.Statement.Flag == flag && pause.Until > asOf && !(block.Until >= pause.Until) && (pause.Node == node.Index || covering.Contains(pause.Node))
                && !IsLifted(table, taxonomy, node, pause.Node, flag, pause.Statement.OccurredAt, servesNoDirectMarketing))
            {
                block = new(pause.Node, pause.Statement.Origin.Change, pause.Until);
            }
        }

        return block.Until is not null;
    }

    /// <summary>Whether what sits on <paramref name="from"/> since <paramref name="since"/> was lifted for a node by a later attested word on it or in between.</summary>
    public static bool IsLifted(
        FlagTable table, PurposeTaxonomy taxonomy, PurposeNode node, int from, ConsentFlag flag, Timestamp since, bool servesNoDirectMarketing)
    {
        var covering = node.CoveringFor(servesNoDirectMarketing);
        foreach (ref readonly var cell in table.Cells)
        {
            if (cell.Flag == flag && !cell.IsActive && cell.IsAttested && cell.At > since
                && (cell.Node == node.Index || covering.Contains(cell.Node))
                && (cell.Node == from || taxonomy.Nodes[cell.Node].CoveringFor(servesNoDirectMarketing).Contains(from)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The purpose's consent: its own give if that counts, else a no on it or a covering node, else nothing. The give's own dates are not looked at.</summary>
    public static EffectiveStatus Status(FlagTable table, PurposeNode node, bool servesNoDirectMarketing)
    {
        var own = table.IndexOf(node.Index, ConsentFlag.Status);
        var covering = node.CoveringFor(servesNoDirectMarketing);
        var isSurelyAlone = (table.Refused & covering.Fingerprint) == 0;
        return isSurelyAlone && own >= 0 && table.Cells[own].IsActive
            ? EffectiveStatus.Given(in table.Cells[own])
            : Status(table, own, isSurelyAlone ? null : covering, isGiveInTime: true);
    }

    /// <summary>The same at an instant: a give out of its time counts as not said.</summary>
    public static EffectiveStatus StatusAt(FlagTable table, PurposeNode node, bool servesNoDirectMarketing, Timestamp asOf)
    {
        var status = Status(table, node, servesNoDirectMarketing);
        if (status.Value != FlagValue.Active || table.SpanOf(status.Give) is not { } span)
        {
            return status;
        }

        return span.From > asOf ? WithoutGive(table, node, servesNoDirectMarketing, Timeliness.NotYet)
            : span.Until <= asOf ? WithoutGive(table, node, servesNoDirectMarketing, Timeliness.Over)
            : status;
    }

    /// <summary>What is left of a purpose's consent when its give is out of its time.</summary>
    public static EffectiveStatus WithoutGive(FlagTable table, PurposeNode node, bool servesNoDirectMarketing, Timeliness why) =>
        Status(table, table.IndexOf(node.Index, ConsentFlag.Status), node.CoveringFor(servesNoDirectMarketing), isGiveInTime: false).OutOfTime(why);

    /// <param name="table">The flags.</param>
    /// <param name="own">The place of the node's own cell, or -1.</param>
    /// <param name="covering">The covering nodes; <see langword="null"/>: none of them was ever refused.</param>
    /// <param name="isGiveInTime">Whether the node's own give may count.</param>
    private static EffectiveStatus Status(FlagTable table, int own, NodeSet? covering, bool isGiveInTime)
    {
        Timestamp? coveringNo = null;
        ChangeId coveringChange = default;
        if (covering is not null)
        {
            foreach (ref readonly var cell in table.Cells)
            {
                if (cell.Flag == ConsentFlag.Status && covering.Contains(cell.Node) && table.LatestProtective(cell) is { } no && (coveringNo is null || no > coveringNo))
                {
                    coveringNo = no;
                    coveringChange = table.LatestProtectiveChange(cell);
                }
            }
        }

        Timestamp? ownNo = null;
        var wasGiven = false;
        if (own >= 0)
        {
            ref readonly var cell = ref table.Cells[own];
            if (isGiveInTime && cell.IsActive && (coveringNo is null || (cell.IsAttested && cell.At > coveringNo)))
            {
                return EffectiveStatus.Given(in cell);
            }

            ownNo = table.LatestProtective(cell);
            wasGiven = table.WasGiven(cell);
        }

        if (ownNo is null && coveringNo is null)
        {
            return default;
        }

        var isOwn = coveringNo is null || ownNo >= coveringNo;
        var at = isOwn ? ownNo!.Value : coveringNo!.Value;
        return EffectiveStatus.Denied(at, wasGiven, isOwn ? table.LatestProtectiveChange(table.Cells[own]) : coveringChange);
    }

    /// <summary>When the node or a covering one was last objected to, since lifted or not.</summary>
    public static Timestamp? LatestObjection(FlagTable table, PurposeNode node, bool servesNoDirectMarketing)
    {
        var covering = node.CoveringFor(servesNoDirectMarketing);
        return (table.EverObjected & (covering.Fingerprint | NodeSet.FingerprintOf(node.Index))) == 0 ? null : LatestObjection(table, node, covering);
    }

    private static Timestamp? LatestObjection(FlagTable table, PurposeNode node, NodeSet covering)
    {
        Timestamp? latest = null;
        foreach (ref readonly var cell in table.Cells)
        {
            if (cell.Flag == ConsentFlag.Objection && (cell.Node == node.Index || covering.Contains(cell.Node))
                && table.LatestProtective(cell) is { } at && (latest is null || at > latest))
            {
                latest = at;
            }
        }

        return latest;
    }
}
