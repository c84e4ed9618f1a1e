namespace Consent;

/// <summary>What consent to a purpose amounts to, once groups and covering nodes are looked at.</summary>
internal readonly struct EffectiveStatus
{
    public FlagValue Value { get; init; }

    /// <summary>Inactive after a give of the person's: withdrawn. Without one: refused.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>When the give that counts, or the no, was said.</summary>
    public Timestamp At { get; init; }

    /// <summary>The change that said it.</summary>
    public ChangeId Change { get; init; }

    /// <summary>Active only: the table and place of the give.</summary>
    public FlagCell Give { get; init; }
}
