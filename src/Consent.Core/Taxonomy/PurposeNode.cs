namespace Consent;

/// <summary>A node of a taxonomy: a purpose that can be consented to, or a group above purposes. Immutable.</summary>
public sealed class PurposeNode
{
    internal PurposeNode(PurposePath path, int index, bool isGroup)
    {
        Path = path;
        Index = index;
        IsGroup = isGroup;
    }

    /// <summary>Its place and name.</summary>
    public PurposePath Path { get; }

    /// <summary>Its number in the taxonomy: 0 for the root, then in the order of declaration.</summary>
    public int Index { get; }

    /// <summary>Whether it only groups what is below it. A group takes restrictions, objections and withdrawals, but no consent.</summary>
    public bool IsGroup { get; }

    /// <summary>Whether it is no longer used. It stays, because the audit log still speaks of it.</summary>
    public bool IsRetired { get; internal init; }

    /// <summary>The operation that it allows: asked for another one, a decision says <c>OPERATION_DOES_NOT_FIT</c> (GDPR art. 5(1)(b)).</summary>
    public Operation Operation { get; internal init; }

    /// <summary>By which means people are reached.</summary>
    public Channel Channel { get; internal init; }

    /// <summary>For a soft-spam purpose: the channel's own marketing purpose.</summary>
    public PurposePath? SoftSpamFor { get; internal init; }

    /// <summary>After how many months a consent to it expires; <see langword="null"/>: never, unless the jurisdiction says so.</summary>
    public int? ValidityMonths { get; internal init; }

    /// <summary>What its use rests on.</summary>
    public PurposeBasis Basis { get; internal init; }

    /// <summary>Whether all purposes at or below it rest on a contract or a duty: a no said here is about nothing else. Never of the root.</summary>
    internal bool IsService { get; set; }

    /// <summary>The nodes that cover it, without itself; for display and for requests that may serve direct marketing.</summary>
    internal NodeSet Covering { get; set; } = null!;

    /// <summary>As <see cref="Covering"/>, for requests that say they serve no direct marketing.</summary>
    internal NodeSet CoveringWithoutMarketing { get; set; } = null!;

    /// <summary>The uses of this channel's purpose for soft spam, retired ones too; where there is none, the group that such uses stand in, if any: a no said there reaches them all.</summary>
    internal PurposeNode[] SoftSpamUses { get; set; } = [];

    /// <summary>The path. Purposes are no personal data.</summary>
    public override string ToString() => Path.ToString();

    internal NodeSet CoveringFor(bool servesNoDirectMarketing) => servesNoDirectMarketing ? CoveringWithoutMarketing : Covering;
}
