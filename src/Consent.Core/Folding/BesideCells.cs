using System.Collections.Immutable;

namespace Consent;

/// <summary>What only few tables have beside their cells, apart so that the others do not pay for it.</summary>
internal sealed class BesideCells
{
    public static BesideCells None { get; } = new() { NodeCount = int.MaxValue };

    /// <summary>The states of cells that do not say all.</summary>
    public FlagState[] Extras { get; init; } = [];

    /// <summary>The paths that the taxonomy does not know, in order; their indexes follow the known nodes'.</summary>
    public PurposePath[] Strangers { get; init; } = [];

    /// <summary>How many nodes the taxonomy knows.</summary>
    public required int NodeCount { get; init; }

    /// <summary>Pauses, gives that wait for confirmation, when the person was asked.</summary>
    public BesideFlags Flags { get; init; } = BesideFlags.None;

    /// <summary>The pauses on nodes that the taxonomy knows, each with the node's index.</summary>
    public PauseCell[] Pauses { get; init; } = [];

    public static BesideCells Of(PurposeTaxonomy taxonomy, FlagState[] extras, PurposePath[] strangers, BesideFlags flags) =>
        extras.Length == 0 && strangers.Length == 0 && flags.IsEmpty
            ? None
            : new()
            {
                Extras = extras,
                Strangers = strangers,
                NodeCount = taxonomy.Nodes.Length,
                Flags = flags,
                Pauses = flags.Pauses.IsEmpty ? [] : CellsOf(flags.Pauses, taxonomy),
            };

    private static PauseCell[] CellsOf(ImmutableArray<RecordedStatement> pauses, PurposeTaxonomy taxonomy) =>
        [.. from pause in pauses let node = taxonomy.Find(pause.Node) where node is not null select new PauseCell(node.Index, pause)];
}
