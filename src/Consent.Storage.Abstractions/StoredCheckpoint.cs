namespace Consent.Storage;

/// <summary>A signed checkpoint as it is kept.</summary>
/// <param name="Size">How many entries the log had.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Note">The signed note: what was published, byte for byte.</param>
public sealed record StoredCheckpoint(long Size, Timestamp MadeAt, string Note)
{
    /// <summary>Size and time.</summary>
    public override string ToString() => $"size {Size} at {MadeAt}";
}
