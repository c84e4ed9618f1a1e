namespace Consent.Interchange;

/// <summary>What a part of a file is.</summary>
internal enum WireFrameKind
{
    /// <summary>A document, or what stands where one should.</summary>
    Document,

    /// <summary>A document longer than allowed, passed over.</summary>
    TooLong,

    /// <summary>The end of a file that ends inside an array or a page.</summary>
    CutOff,

    /// <summary>The end of a file that has something in it, but no document.</summary>
    Empty,
}
