namespace Consent;

/// <summary>A contact's revision as a caller saw it: an opaque token. It names the incarnation too, so that a token from before an erasure never matches.</summary>
/// <param name="Incarnation">Which life of this contact id; <see cref="Guid.Empty"/> before the first change.</param>
/// <param name="Number">How many changes it has had: 0, 1, 2, … without gaps.</param>
public readonly record struct ContactRevision(Guid Incarnation, long Number)
{
    /// <summary>The token in its written form.</summary>
    public override string ToString() => $"{Incarnation:N}.{Number}";
}
