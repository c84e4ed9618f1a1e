namespace Consent;

/// <summary>A no to a purpose that rests on a contract or a duty (<see cref="PurposeBasis"/>), or to a group of nothing but such, that outlasts the erasure of the person. Immutable.</summary>
/// <param name="Node">The purpose or group.</param>
/// <param name="At">When it was said, at the latest.</param>
public sealed record KeptNo(PurposePath Node, Timestamp At)
{
    /// <summary>The node: no personal data.</summary>
    public override string ToString() => $"a no to {Node} since {At}";
}
