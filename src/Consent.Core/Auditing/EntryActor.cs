using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The slot <c>actor</c> of an audit entry: who did it.</summary>
/// <param name="Id">The host's id of the actor.</param>
/// <param name="Roles">The roles held.</param>
/// <param name="Authority">On whose authority, where for somebody else.</param>
/// <param name="LinkKind">Of a contact by a link that was sent to them: what it is for.</param>
/// <param name="LinkMadeAt">And when it was made.</param>
[JsonConverter(typeof(ConsentJsonConverter<EntryActor>))]
public sealed record EntryActor(string Id, ImmutableArray<ActorRole> Roles, string? Authority, PersonalLinkKind? LinkKind = null, Timestamp? LinkMadeAt = null)
{
    /// <summary>The actor as an entry keeps it.</summary>
    public static EntryActor Of(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.AsEntry;
    }

    /// <inheritdoc/>
    public bool Equals(EntryActor? other) =>
        other is not null && string.Equals(Id, other.Id, StringComparison.Ordinal) && Roles.SequenceEqual(other.Roles)
        && string.Equals(Authority, other.Authority, StringComparison.Ordinal) && LinkKind == other.LinkKind && LinkMadeAt == other.LinkMadeAt;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Roles.Length, Authority, LinkKind, LinkMadeAt);

    /// <summary>The roles only.</summary>
    public override string ToString() => string.Join('+', Roles);
}
