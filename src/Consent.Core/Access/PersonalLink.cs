using System.Collections.Immutable;

namespace Consent;

/// <summary>A link that was sent to a contact, and by which they act without signing in: it allows less than a sign-in does. Immutable.</summary>
/// <remarks>Whoever has the mail has the link, a scanner or a reader over the shoulder too. So it exports nothing, shows no history and links no ids.</remarks>
public sealed record PersonalLink
{
    private PersonalLink(PersonalLinkKind kind, Timestamp madeAt, ImmutableArray<PurposePath> purposes, bool mayGive)
    {
        Kind = kind;
        MadeAt = madeAt;
        Purposes = purposes;
        MayGive = mayGive;
    }

    /// <summary>What it is for.</summary>
    public PersonalLinkKind Kind { get; }

    /// <summary>When it was made.</summary>
    public Timestamp MadeAt { get; }

    /// <summary>The nodes that it names, ascending; empty for <see cref="PersonalLinkKind.Preferences"/>, which reaches all.</summary>
    public ImmutableArray<PurposePath> Purposes { get; }

    /// <summary>Whether consent may be given by it: the host's choice for <see cref="PersonalLinkKind.Preferences"/>.</summary>
    public bool MayGive { get; }

    /// <summary>A link to object and to withdraw, for these purposes and nothing else (RFC 8058).</summary>
    /// <exception cref="ArgumentException">No purpose.</exception>
    public static PersonalLink Unsubscribe(Timestamp madeAt, params IEnumerable<PurposePath> purposes) => new(PersonalLinkKind.Unsubscribe, madeAt, Named(purposes), mayGive: false);

    /// <summary>
    /// A link to confirm what was given for these purposes: the evidence says confirmed, and is dated no earlier than the link. It confirms as long
    /// as a yes waits (<see cref="DoubleOptIn.EndsAfter"/>), counted from when it was made. Who never asked for it may
    /// object and withdraw by it, for these purposes.
    /// </summary>
    /// <exception cref="ArgumentException">No purpose.</exception>
    public static PersonalLink DoubleOptIn(Timestamp madeAt, params IEnumerable<PurposePath> purposes) => new(PersonalLinkKind.DoubleOptIn, madeAt, Named(purposes), mayGive: true);

    /// <summary>A link to one's own preferences.</summary>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="mayGive">Whether consent may be given by it: the mail that it came by proves the address.</param>
    public static PersonalLink Preferences(Timestamp madeAt, bool mayGive = false) => new(PersonalLinkKind.Preferences, madeAt, [], mayGive);

    /// <inheritdoc/>
    public bool Equals(PersonalLink? other) =>
        other is not null && Kind == other.Kind && MadeAt == other.MadeAt && MayGive == other.MayGive && Purposes.AsSpan().SequenceEqual(other.Purposes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, MadeAt, MayGive, Purposes.Length);

    /// <summary>Its kind and when it was made.</summary>
    public override string ToString() => $"{Kind} of {MadeAt}";

    /// <summary>Whether anything of what a permission allows may be done by it.</summary>
    internal bool Allows(Permission permission) => permission switch
    {
        Permission.Protect => true,
        Permission.Permit => MayGive,
        Permission.SeeCurrent or Permission.RecordAsked => Kind == PersonalLinkKind.Preferences,
        _ => false,
    };

    /// <summary>Whether a statement may be made by it.</summary>
    internal bool Allows(Statement statement) => Kind switch
    {
        PersonalLinkKind.Preferences => statement.IsProtective || MayGive,
        _ => statement.IsProtective
            ? statement.Flag != ConsentFlag.Restriction && Purposes.Any(statement.Node.IsAtOrBelow)
            : MayGive && statement.Evidence.IsConfirmed && statement.OccurredAt >= MadeAt && Purposes.Contains(statement.Node),
    };

    private static ImmutableArray<PurposePath> Named(IEnumerable<PurposePath> purposes)
    {
        ImmutableArray<PurposePath> named = [.. purposes.Distinct().Order()];
        return named.IsEmpty ? throw new ArgumentException("Such a link names at least one purpose.", nameof(purposes)) : named;
    }
}
