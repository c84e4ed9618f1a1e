namespace Consent;

/// <summary>What a source's document said of a contact when it was recorded, so that its next one is read as what differs from it. Immutable.</summary>
public sealed record SourceDocument
{
    /// <summary>A document of a source.</summary>
    /// <param name="source">The source's name: a system, not a file; 1 to 128 characters.</param>
    /// <param name="asOf">The date of the document.</param>
    /// <param name="flags">The flags that it named.</param>
    /// <exception cref="ArgumentException">The name is blank, too long or not well-formed.</exception>
    public SourceDocument(string source, Timestamp asOf, NodeFlags flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        Source = StoredText.Checked(source, MaxSourceLength, "The source's name", nameof(source));
        AsOf = asOf;
        Flags = flags;
    }

    /// <summary>The greatest length of a source's name, in UTF-16 code units.</summary>
    public const int MaxSourceLength = 128;

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The date of the document.</summary>
    public Timestamp AsOf { get; }

    /// <summary>The flags it named.</summary>
    public NodeFlags Flags { get; }
}
