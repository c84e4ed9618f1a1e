using System.Collections.Immutable;

namespace Consent;

/// <summary>Who acts: an id of the host's, the roles held, and on whose authority. Immutable.</summary>
public sealed class Actor
{
    private Actor(string id, ImmutableArray<ActorRole> roles, ContactId own, string? authority, PersonalLink? byLink = null)
    {
        ByLink = byLink;
        Id = StoredText.Checked(id, ContactId.MaxLength, "The actor's id", nameof(id));
        Roles = roles;
        Own = own;
        Authority = StoredText.CheckedOrNull(authority, ContactId.MaxLength, "The authority", nameof(authority));
    }

    /// <summary>The host's id of the actor: an employee number, a client id.</summary>
    public string Id { get; }

    /// <summary>The roles held, at least one. One person may hold two, if the host says so.</summary>
    public ImmutableArray<ActorRole> Roles { get; }

    /// <summary>For the roles <see cref="ActorRole.Contact"/> and <see cref="ActorRole.ContactByLink"/>: the only contact that they reach. Else <see langword="default"/>.</summary>
    public ContactId Own { get; }

    /// <summary>For the role <see cref="ActorRole.ContactByLink"/>: by which link they act. Else <see langword="null"/>.</summary>
    public PersonalLink? ByLink { get; }

    /// <summary>On whose authority, where the actor acts for somebody else.</summary>
    public string? Authority { get; }

    /// <summary>The actor as an entry keeps it: one for all entries.</summary>
    internal EntryActor AsEntry => field ??= new(Id, Roles, Authority, ByLink?.Kind, ByLink?.MadeAt);

    /// <summary>The contact acting for themselves: reaches that one contact only.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="own"/> is <see langword="default"/>.</exception>
    public static Actor ForSelf(ContactId own) => new(own.Value, [ActorRole.Contact], own, null);

    /// <summary>The contact acting for themselves by a link that was sent to them, without signing in: reaches that one contact only, and may do what the link is for.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="own"/> is <see langword="default"/>.</exception>
    public static Actor ContactByLink(ContactId own, PersonalLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return new(own.Value, [ActorRole.ContactByLink], own, null, link);
    }

    /// <summary>A person who works for the host.</summary>
    /// <param name="id">The host's id of them: 1 to 256 characters.</param>
    /// <param name="authority">On whose authority they act, where for somebody else: 1 to 256 characters.</param>
    /// <exception cref="ArgumentException">The id or the authority is blank, longer than 256 characters, or not well-formed; the message does not quote it.</exception>
    public static Actor Operator(string id, string? authority = null) => new(id, [ActorRole.Operator], default, authority);

    /// <summary>A program.</summary>
    /// <param name="id">The host's id of it: 1 to 256 characters.</param>
    /// <param name="authority">On whose authority it acts, where for somebody else: 1 to 256 characters.</param>
    /// <exception cref="ArgumentException">The id or the authority is blank, longer than 256 characters, or not well-formed; the message does not quote it.</exception>
    public static Actor ApiClient(string id, string? authority = null) => new(id, [ActorRole.ApiClient], default, authority);

    /// <summary>The host itself.</summary>
    /// <exception cref="ArgumentException">The id or the authority is blank, longer than 256 characters, or not well-formed; the message does not quote it.</exception>
    public static Actor System(string id) => new(id, [ActorRole.System], default, null);

    /// <summary>The data protection officer.</summary>
    /// <exception cref="ArgumentException">The id or the authority is blank, longer than 256 characters, or not well-formed; the message does not quote it.</exception>
    public static Actor DataProtectionOfficer(string id) => new(id, [ActorRole.DataProtectionOfficer], default, null);

    /// <summary>The privacy manager.</summary>
    /// <exception cref="ArgumentException">The id or the authority is blank, longer than 256 characters, or not well-formed; the message does not quote it.</exception>
    public static Actor PrivacyManager(string id) => new(id, [ActorRole.PrivacyManager], default, null);

    /// <summary>The same actor with one more role.</summary>
    /// <exception cref="ArgumentException">The role is the contact's, which needs <see cref="ForSelf"/> or <see cref="ContactByLink"/>, or none that exists.</exception>
    public Actor Also(ActorRole role) => role is > ActorRole.Contact and <= ActorRole.PrivacyManager
        ? new(Id, Roles.Contains(role) ? Roles : Roles.Add(role), Own, Authority, ByLink)
        : throw new ArgumentException("The contact's own roles come with Actor.ForSelf and Actor.ContactByLink.", nameof(role));

    /// <summary>The roles only: the id may be personal data.</summary>
    public override string ToString() => string.Join('+', Roles);
}
