namespace Consent;

/// <summary>Entries of the log that follow one another.</summary>
/// <param name="First">The index of the first.</param>
/// <param name="Last">The index of the last, itself included; not below the first.</param>
public readonly record struct IndexRange(long First, long Last)
{
    /// <summary>Whether an entry is among them.</summary>
    public bool Contains(long index) => index >= First && index <= Last;

    /// <summary>First and last: <c>3-7</c>.</summary>
    public override string ToString() => $"{First}-{Last}";
}
