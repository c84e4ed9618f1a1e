using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What of a source's document was taken of a contact: what is remembered of it. Immutable, compared by content.</summary>
[JsonConverter(typeof(ConsentJsonConverter<SourceDocument>))]
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
    public Timestamp AsOf { get; init; }

    /// <summary>The flags it named.</summary>
    public NodeFlags Flags { get; init; }

    /// <summary>When the notice that it names was accepted; <see langword="null"/> where it gives no date. Its consents are dated so, but for those in <see cref="GivenAt"/>.</summary>
    public Timestamp? AcceptedAt { get; init; }

    /// <summary>The consents that have a date of their own.</summary>
    public ImmutableSortedDictionary<PurposePath, Timestamp> GivenAt { get; init; } = ImmutableSortedDictionary<PurposePath, Timestamp>.Empty;

    /// <summary>The nodes whose status it says is <c>false</c> because nobody asked, ascending.</summary>
    public ImmutableArray<PurposePath> NotAsked
    {
        get;
        init => field = value.IsDefault ? [] : [.. value.Distinct().Order()];
    }
    = [];

    /// <summary>The same content; nodes and dates are compared one by one.</summary>
    public bool Equals(SourceDocument? other) =>
        other is not null && string.Equals(Source, other.Source, StringComparison.Ordinal) && AsOf == other.AsOf && Flags.Equals(other.Flags) && AcceptedAt == other.AcceptedAt
        && GivenAt.SequenceEqual(other.GivenAt) && NotAsked.AsSpan().SequenceEqual(other.NotAsked.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, AsOf, Flags, AcceptedAt, GivenAt.Count, NotAsked.Length);

    /// <summary>How many nodes from which date: no personal data.</summary>
    public override string ToString() => $"{Flags.Nodes.Length} node(s) as of {AsOf}";

    /// <summary>The date that it gives a consent; <see langword="null"/> where it gives none.</summary>
    internal Timestamp? YesAt(PurposePath node) => GivenAt.TryGetValue(node, out var own) ? own : AcceptedAt;

    internal bool IsNotAsked(PurposePath node, ConsentFlag flag) => flag == ConsentFlag.Status && NotAsked.BinarySearch(node) >= 0;

    /// <summary>The same with only some of the flags.</summary>
    internal SourceDocument Only(Func<(PurposePath Node, ConsentFlag Flag), bool> isKept)
    {
        var flags = NamedFlags().Where(f => !isKept(f)).Aggregate(Flags, (left, f) => left.With(f.Node, f.Flag, FlagValue.Unset));
        bool HasStatus(PurposePath node) => flags[node, ConsentFlag.Status] != FlagValue.Unset;
        return this with { Flags = flags, GivenAt = GivenAt.RemoveRange(GivenAt.Keys.Where(n => !HasStatus(n))), NotAsked = [.. NotAsked.Where(HasStatus)] };
    }

    internal IEnumerable<(PurposePath Node, ConsentFlag Flag)> NamedFlags() =>
        Flags.Nodes.SelectMany(node => Enum.GetValues<ConsentFlag>().Where(flag => Flags[node, flag] != FlagValue.Unset).Select(flag => (node, flag)));
}
