using System.Collections.Immutable;

namespace Consent;

/// <summary>What is remembered of one source's documents about a contact: of each flag what it last said, so that its next document is read as what differs. Immutable.</summary>
/// <remarks>What was refused is not remembered: the next document says it again. A document that says nothing new is not recorded, and so not remembered either.</remarks>
public sealed class SourceMemory : IEquatable<SourceMemory>
{
    // INVARIANT: ascending by node and flag, each once.
    private readonly ImmutableArray<FlagMemory> _flags;

    internal SourceMemory(string source, ImmutableArray<FlagMemory> flags)
    {
        Source = source;
        _flags = flags;
    }

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>What it last said, by node and flag.</summary>
    public ImmutableArray<FlagMemory> Flags => _flags;

    /// <summary>What it last said of one flag; <see langword="null"/> when nothing.</summary>
    public FlagMemory? Find(PurposePath node, ConsentFlag flag)
    {
        ArgumentNullException.ThrowIfNull(node);
        return PlaceOf(node, flag) is >= 0 and var at ? _flags[at] : null;
    }

    /// <inheritdoc/>
    public bool Equals(SourceMemory? other) =>
        other is not null && string.Equals(Source, other.Source, StringComparison.Ordinal) && _flags.AsSpan().SequenceEqual(other._flags.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourceMemory);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, _flags.Length, _flags.IsEmpty ? default : _flags[^1]);

    /// <summary>How many flags: no personal data.</summary>
    public override string ToString() => $"{_flags.Length} flag(s)";

    /// <summary>Whether a document says nothing that is not known.</summary>
    internal bool Knows(SourceDocument document) => document.NamedFlags().All(f => Find(f.Node, f.Flag) is { } known && known.Knows(document));

    /// <summary>What is known after another document that was recorded.</summary>
    /// <param name="document">What of it was not refused.</param>
    /// <param name="isForgotten">Whether its record was wrong: what it said last is forgotten then, and its dates are not.</param>
    internal SourceMemory After(SourceDocument document, bool isForgotten = false)
    {
        var flags = _flags.ToBuilder();
        foreach (var (node, flag) in document.NamedFlags())
        {
            var at = Place(flags, node, flag);
            var before = at >= 0 ? flags[at] : new(node, flag, FlagValue.Unset, document.AsOf);
            if (at >= 0)
            {
                flags[at] = before.After(document, isForgotten);
            }
            else
            {
                flags.Insert(~at, before.After(document, isForgotten));
            }
        }

        return new(Source, flags.ToImmutable());
    }

    /// <summary>What two copies of a contact's record know together.</summary>
    internal SourceMemory Join(SourceMemory other)
    {
        var flags = _flags.ToBuilder();
        foreach (var theirs in other._flags)
        {
            var at = Place(flags, theirs.Node, theirs.Flag);
            if (at >= 0)
            {
                flags[at] = flags[at].Join(theirs);
            }
            else
            {
                flags.Insert(~at, theirs);
            }
        }

        return new(Source, flags.ToImmutable());
    }

    private int PlaceOf(PurposePath node, ConsentFlag flag) => Place(_flags, node, flag);

    private static int Place(IReadOnlyList<FlagMemory> flags, PurposePath node, ConsentFlag flag)
    {
        var (low, high) = (0, flags.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = flags[middle].Node.CompareTo(node);
            order = order != 0 ? order : flags[middle].Flag.CompareTo(flag);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
