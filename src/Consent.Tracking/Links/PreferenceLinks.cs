using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Consent.Tracking;

/// <summary>Links in messages by which people reach their own preferences without signing in: makes them, reads them, and says who acts by one. Thread-safe.</summary>
/// <remarks>
/// Whoever has the mail has the link, so it sees and protects, and gives only where the host lets it (<see cref="PersonalLink.Preferences"/>). Its token seals whose it is and when it was made under the key of
/// unsubscribe links: it works on every host of the database, after keys were renewed, and for 30 days. That it works says nothing of whether anything is on record.
/// </remarks>
public sealed class PreferenceLinks
{
    // The first byte of what a token seals; an unsubscribe link's is 0 or 1.
    private const byte Form = 2;
    private const int IdAt = 1 + sizeof(long);

    private readonly TrackingContext _tracking;

    internal PreferenceLinks(TrackingContext tracking) => _tracking = tracking;

    /// <summary>How long a link is good for, counted from when it was made: 30 days.</summary>
    public static TimeSpan EndsAfter { get; } = TimeSpan.FromDays(30);

    /// <summary>The token of a contact's link, made now: letters, digits, <c>-</c> and <c>_</c>.</summary>
    /// <param name="contact">Whom the message goes to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">Nobody, or a name that stands for an id that is not known; or so long an id that no mail could bear the link.</exception>
    /// <exception cref="NotSupportedException">The store lends no key (<see cref="Storage.ILinkKeys"/>).</exception>
    public async ValueTask<string> MakeAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        if (IsNoId(contact))
        {
            throw new ArgumentException("The id stands for one that is not known: nobody can be sent a link.", nameof(contact));
        }

        var id = Encoding.UTF8.GetBytes(contact.Value);
        var content = new byte[IdAt + id.Length];
        content[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(1), _tracking.Now.UnixMicroseconds);
        id.CopyTo(content, IdAt);
        var token = Base64Url.EncodeToString((await LinkKeys.OfAsync(_tracking, cancellationToken).ConfigureAwait(false)).Seal(content));
        return token.Length <= UnsubscribeLinks.MaxTokenLength ? token : throw new ArgumentException("A link with so long an id fits into no line of a mail.", nameof(contact));
    }

    /// <summary>What a token says. Changes nothing, and looks nobody up.</summary>
    /// <returns><see langword="null"/>: it was altered or cut, is another kind of link, or this database did not make it.</returns>
    public async ValueTask<PreferenceLink?> ReadAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var sealedContent = token.Length <= UnsubscribeLinks.MaxTokenLength ? UnsubscribeContent.Decoded(token) : null;
        if (sealedContent is null || !(await LinkKeys.OfAsync(_tracking, cancellationToken).ConfigureAwait(false)).TryOpen(sealedContent, out var content) || content.Length <= IdAt || content[0] != Form)
        {
            return null;
        }

        var at = BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(1));
        return at >= Timestamp.MinValue.UnixMicroseconds && at <= Timestamp.MaxValue.UnixMicroseconds
            && ContactId.TryParse(Encoding.UTF8.GetString(content.AsSpan(IdAt)), null, out var contact) && !IsNoId(contact) ? new(contact, Timestamp.FromUnixMicroseconds(at)) : null;
    }

    /// <summary>Whether a link is too old to be followed.</summary>
    public bool IsOver(PreferenceLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.MadeAt.Plus(EndsAfter) <= _tracking.Now;
    }

    /// <summary>Who acts by a link; <see langword="null"/>: it is too old.</summary>
    /// <param name="link">The link that was followed.</param>
    /// <param name="mayGive">Whether consent may be given by it: the mail that it came by proves the address.</param>
    public Actor? ActorOf(PreferenceLink link, bool mayGive = false) => IsOver(link) ? null : Actor.ContactByLink(link.Contact, PersonalLink.Preferences(link.MadeAt, mayGive));

    private static bool IsNoId(ContactId contact) => ClosedId.IsName(contact, out _) || HashedPoint.IsName(contact, out _);
}
