namespace Consent;

/// <summary>A contact's revision as a caller saw it: an opaque token. It names the incarnation too, so that a token from before an erasure never matches.</summary>
/// <param name="Incarnation">Which life of this contact id; <see cref="Guid.Empty"/> before the first change.</param>
/// <param name="Number">How many changes it has had: 0, 1, 2, … without gaps.</param>
public readonly record struct ContactRevision(Guid Incarnation, long Number)
{
    /// <summary>
    /// Tells how far those had come who were ever linked with the contact, and what was kept of closed ids: another number as soon as any of it moves on. 0 where there is
    /// nobody else and nothing closed. It is part of what a caller saw (<see cref="PersonConsents.RevisionOf"/>), and of no entry and no snapshot.
    /// </summary>
    public long Others { get; init; }

    /// <summary>The token in its written form.</summary>
    public override string ToString() => Others == 0 ? $"{Incarnation:N}.{Number}" : $"{Incarnation:N}.{Number}.{Others:x16}";
}
