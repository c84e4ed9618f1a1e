namespace Consent.Interchange;

/// <summary>A part of a file that is read by itself: one customer document, or what stands in its place. Its bytes are valid until the next one is taken.</summary>
internal readonly ref struct WireFrame
{
    /// <summary>What it is.</summary>
    public WireFrameKind Kind { get; init; }

    /// <summary>Its bytes; none where it is too long.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The line that it begins on, from 1.</summary>
    public long Line { get; init; }

    /// <summary>Its place in the array that it stands in, from 0; -1: in none.</summary>
    public long Element { get; init; }

    /// <summary>The array that it stands in, as it goes on from <c>$</c> in a path: nothing, or <c>.elements</c>.</summary>
    public string Array { get; init; }
}
