namespace Consent;

/// <summary>What a source last said of one flag of a contact.</summary>
/// <param name="Node">The node.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Value">What it last said and was not refused; <see cref="FlagValue.Unset"/> where that was forgotten.</param>
/// <param name="AsOf">The date of the newest document on record that said so.</param>
public readonly record struct FlagMemory(PurposePath Node, ConsentFlag Flag, FlagValue Value, Timestamp AsOf)
{
    /// <summary>Of a status that is <see cref="FlagValue.Inactive"/>: whether that meant that nobody asked, and so was no no.</summary>
    public bool IsNotAsked { get; init; }

    /// <summary>Of a status: the date of the first document whose <c>true</c> was taken. From then on a <c>false</c> is a withdrawal.</summary>
    public Timestamp? FirstYes { get; init; }

    /// <summary>Of a status: the latest date at which a <c>true</c> that was taken says that its notice was accepted. A later one is a renewal.</summary>
    public Timestamp? AcceptedAt { get; init; }

    /// <summary>Node, flag and value: no personal data.</summary>
    public override string ToString() => $"{Node} {Flag} {Value} as of {AsOf}";

    /// <summary>Whether a document of the same source says nothing here that is not known.</summary>
    internal bool Knows(SourceDocument document)
    {
        var said = document.Flags[Node, Flag];
        return said == Value && (said != FlagValue.Active || !IsRenewedBy(document.YesAt(Node))) && (said != FlagValue.Inactive || document.IsNotAsked(Node, Flag) || !IsNotAsked);
    }

    /// <summary>Whether it stands before another one: by node, then by flag.</summary>
    internal bool IsBefore(in FlagMemory other) => Node.CompareTo(other.Node) is var order && (order < 0 || (order == 0 && Flag < other.Flag));

    /// <summary>Whether a yes of that date is later than the one that is known.</summary>
    internal bool IsRenewedBy(Timestamp? acceptedAt) => Flag == ConsentFlag.Status && acceptedAt is not null && (AcceptedAt is null || acceptedAt > AcceptedAt);

    /// <summary>What is known after another document of the source. Of two of one date the one recorded last counts.</summary>
    internal FlagMemory After(SourceDocument document, bool isForgotten)
    {
        var said = document.Flags[Node, Flag];
        var isYes = Flag == ConsentFlag.Status && said == FlagValue.Active;
        var isNewer = document.AsOf >= AsOf;
        return this with
        {
            Value = !isNewer ? Value : isForgotten ? FlagValue.Unset : said,
            AsOf = Timestamp.Max(AsOf, document.AsOf),
            IsNotAsked = isNewer ? !isForgotten && document.IsNotAsked(Node, Flag) && (Value != said || IsNotAsked) : IsNotAsked,
            FirstYes = isYes ? Earlier(FirstYes, document.AsOf) : FirstYes,
            AcceptedAt = isYes && !isForgotten ? Later(AcceptedAt, document.YesAt(Node)) : AcceptedAt,
        };
    }

    /// <summary>What two copies of a record know together.</summary>
    internal FlagMemory Join(in FlagMemory other)
    {
        var newer = AsOf == other.AsOf ? (Rank >= other.Rank ? this : other) : AsOf > other.AsOf ? this : other;
        return newer with { FirstYes = FirstYes is { } first ? Earlier(other.FirstYes, first) : other.FirstYes, AcceptedAt = Later(AcceptedAt, other.AcceptedAt) };
    }

    /// <summary>Of two copies of one date: a yes, after which a false is news, before a no before nothing.</summary>
    private int Rank => Value switch { FlagValue.Active => 3, FlagValue.Inactive => IsNotAsked ? 1 : 2, _ => 0 };

    private static Timestamp Earlier(Timestamp? a, Timestamp b) => a is { } known ? Timestamp.Min(known, b) : b;

    private static Timestamp? Later(Timestamp? a, Timestamp? b) => a is null || b > a ? b ?? a : a;
}
