namespace Consent;

/// <summary>A pause on a node that the taxonomy knows.</summary>
/// <param name="Node">The node's index.</param>
/// <param name="Statement">The pause.</param>
internal readonly record struct PauseCell(int Node, RecordedStatement Statement)
{
    /// <summary>From when it is over.</summary>
    public Timestamp Until => Statement.Span!.Until!.Value;
}
