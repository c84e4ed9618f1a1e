using System.Collections.Immutable;

namespace Consent;

/// <summary>What a part of a jurisdiction is about: means of contact, operations, kinds of subscriber, sectors, and its dates.</summary>
internal sealed record LawScope
{
    public const int AllKinds = 7;

    public static LawScope Everywhere { get; } = new();

    /// <summary>A bit each, by <see cref="Channel"/>; 0: all.</summary>
    public int Channels { get; init; }

    /// <summary>A bit each, by <see cref="Operation"/>; 0: contact only.</summary>
    public int Operations { get; init; }

    /// <summary>A bit each, by <see cref="SubscriberKind"/>.</summary>
    public int Kinds { get; init; } = AllKinds;

    /// <summary>Only for these; empty: for all.</summary>
    public ImmutableArray<Sector> Sectors { get; init; } = [];

    /// <summary>Not for these.</summary>
    public ImmutableArray<Sector> NotSectors { get; init; } = [];

    public Timestamp? From { get; init; }

    public Timestamp? Until { get; init; }

    public bool HasSectors => Sectors.Length + NotSectors.Length > 0;

    /// <summary>Whether it is about a purpose: its operation, its channel.</summary>
    public bool IsAbout(PurposeNode node) =>
        (Operations == 0 ? node.Operation == Operation.ToContact : (Operations & Bit(node.Operation)) != 0) && (Channels == 0 || (Channels & Bit(node.Channel)) != 0);

    public bool IsAbout(SubscriberKind kind) => (Kinds & Bit((int)kind)) != 0;

    /// <summary>Whether it is about one sector.</summary>
    public bool IsAbout(Sector sector) => (Sectors.Length == 0 || Sectors.Contains(sector)) && !NotSectors.Contains(sector);

    public static int Bit(Channel channel) => Bit((int)channel);

    public static int Bit(Operation operation) => Bit((int)operation);

    /// <summary>A number that no member of an enumeration has is none of the others.</summary>
    public static int Bit(int place) => place is >= 0 and < 31 ? 1 << place : int.MinValue;
}
