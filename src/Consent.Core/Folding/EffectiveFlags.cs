namespace Consent;

/// <summary>Reads a table through the covering relation: which node blocks a purpose, and what its consent amounts to. Allocates nothing.</summary>
internal static class EffectiveFlags
{
    /// <summary>The node whose restriction or objection is in force for <paramref name="node"/>: itself, else the first covering one that was not lifted; -1 for none.</summary>
    public static int Blocking(FlagTable table, PurposeTaxonomy taxonomy, PurposeNode node, ConsentFlag flag, bool servesNoDirectMarketing)
    {
        var covering = node.CoveringFor(servesNoDirectMarketing);
        var active = flag == ConsentFlag.Restriction ? table.Restricted : table.Objected;
        if ((active & (covering.Fingerprint | NodeSet.FingerprintOf(node.Index))) == 0)
        {
            return -1;
        }

        var own = table.IndexOf(node.Index, flag);
        if (own >= 0 && table.Cells[own].IsActive)
        {
            return node.Index;
        }

        foreach (ref readonly var cell in table.Cells)
        {
            if (cell.Flag == flag && cell.IsActive && covering.Contains(cell.Node)
                && !IsLifted(table, taxonomy, node, cell.Node, flag, cell.At, servesNoDirectMarketing))
            {
                return cell.Node;
            }
        }

        return -1;
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
                && taxonomy.Nodes[cell.Node].CoveringFor(servesNoDirectMarketing).Contains(from))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The purpose's consent: its own give if that counts, else a no on it or a covering node, else nothing.</summary>
    public static EffectiveStatus Status(FlagTable table, PurposeNode node, bool servesNoDirectMarketing)
    {
        var own = table.IndexOf(node.Index, ConsentFlag.Status);
        var covering = node.CoveringFor(servesNoDirectMarketing);
        var isSurelyAlone = (table.Refused & covering.Fingerprint) == 0;
        return isSurelyAlone && own >= 0 && table.Cells[own].IsActive
            ? EffectiveStatus.Given(in table.Cells[own])
            : Status(table, own, isSurelyAlone ? null : covering);
    }

    /// <param name="table">The flags.</param>
    /// <param name="own">The place of the node's own cell, or -1.</param>
    /// <param name="covering">The covering nodes; <see langword="null"/>: none of them was ever refused.</param>
    private static EffectiveStatus Status(FlagTable table, int own, NodeSet? covering)
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
        Timestamp? firstGive = null;
        if (own >= 0)
        {
            ref readonly var cell = ref table.Cells[own];
            if (cell.IsActive && (coveringNo is null || (cell.IsAttested && cell.At > coveringNo)))
            {
                return EffectiveStatus.Given(in cell);
            }

            ownNo = table.LatestProtective(cell);
            firstGive = table.EarliestAttestedGive(cell);
        }

        if (ownNo is null && coveringNo is null)
        {
            return default;
        }

        var isOwn = coveringNo is null || ownNo >= coveringNo;
        var at = isOwn ? ownNo!.Value : coveringNo!.Value;
        return EffectiveStatus.Denied(at, firstGive <= at, isOwn ? table.LatestProtectiveChange(table.Cells[own]) : coveringChange);
    }

    /// <summary>When the node or a covering one was last objected to, since lifted or not.</summary>
    public static Timestamp? LatestObjection(FlagTable table, PurposeNode node, bool servesNoDirectMarketing)
    {
        var covering = node.CoveringFor(servesNoDirectMarketing);
        if ((table.EverObjected & (covering.Fingerprint | NodeSet.FingerprintOf(node.Index))) == 0)
        {
            return null;
        }

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
