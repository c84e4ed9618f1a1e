namespace Consent;

/// <summary>When a person was last asked for a purpose and put the answer off. No statement: it opens and closes nothing.</summary>
/// <param name="Node">For which purpose.</param>
/// <param name="At">When, at the latest.</param>
public readonly record struct AskedAt(PurposePath Node, Timestamp At)
{
    /// <summary>Node and instant: no personal data.</summary>
    public override string ToString() => $"{Node} asked at {At}";
}
