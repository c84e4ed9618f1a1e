namespace Consent;

/// <summary>An entry that an erasure takes away although it is somebody else's, who stays: it names the person who goes.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Previous">
/// What it said of the entry before it (<see cref="EntrySubject.Previous"/>), so that the chain of that contact's entries goes on over it; -1 where there was none, and for the closing of another id, which has no chain.
/// </param>
public readonly record struct ErasedOther(long Index, long Previous)
{
    /// <summary>Both places: <c>7 after 3</c>.</summary>
    public override string ToString() => $"{Index} after {Previous}";
}
