using System.Collections.Immutable;

namespace Consent.Interchange;

/// <summary>What a host may settle about the format: names of its own purposes, and how much it takes in. Checked when a <see cref="ContactHubFormat"/> is made.</summary>
public sealed record ContactHubOptions
{
    /// <summary>
    /// The JSON name of a node inside the object above it, where it is another than the last segment of its path:
    /// <c>marketing.automatic.whatsapp</c> → <c>whatsApp</c>. 1 to 128 characters.
    /// </summary>
    public ImmutableDictionary<PurposePath, string> Names { get; init; } = ImmutableDictionary<PurposePath, string>.Empty;

    /// <summary>The notices published: of acceptances of one date, the one published last is written. Default: none.</summary>
    public NoticeCatalog Notices { get; init; } = NoticeCatalog.Empty;

    /// <summary>
    /// Whether a consent that was given at another date, or under another notice, than the document's disclaimer says is written with a <c>disclaimer</c> of
    /// its own. Default: yes. The product's own schema has no such property: write with <see langword="false"/> for it, and those consents are
    /// left out, for with another one's date and notice they would say what nobody said.
    /// </summary>
    public bool WritesOwnDisclaimers { get; init; } = true;

    /// <summary>The greatest size of one document, or of one line of JSON Lines: 1 byte to 1 GiB, 1 MiB by default.</summary>
    public int MaxDocumentBytes { get; init; } = 1024 * 1024;

    /// <summary>How deep a document may be nested, what is ignored in it too: 1 to 1,000, 64 by default.</summary>
    public int MaxDepth { get; init; } = 64;
}
