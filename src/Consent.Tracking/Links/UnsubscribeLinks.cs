using System.Buffers.Text;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Links by which whoever got a message says no with one click (RFC 8058): makes them, reads them, and records the no. Thread-safe.</summary>
/// <remarks>
/// A link needs no sign-in and never ends: its token seals whom and what it is about under a key that is as old as the database, so it works on every host of it, ten years later, after the keys that are
/// renewed were renewed, and for somebody who was erased since. It says nothing to whoever has not the key, and one that was altered, or is another database's, is none.
/// <c>Consent.AspNetCore</c> makes whole addresses and mail headers of it, and answers the clicks.
/// </remarks>
public sealed class UnsubscribeLinks
{
    /// <summary>How many purposes or groups a link can name: 16. Name a group for more.</summary>
    public const int MaxPurposes = 16;

    /// <summary>The greatest length of a token: a mail's header line has at most 998 characters (RFC 5322, 2.1.1).</summary>
    public const int MaxTokenLength = 880;

    private static readonly Evidence s_click = new() { ActedBy = ActingParty.Person, Method = "unsubscribe link" };

    private readonly TrackingContext _tracking;
    private readonly ConsentTracker _tracker;

    internal UnsubscribeLinks(TrackingContext tracking, ConsentTracker tracker) => (_tracking, _tracker) = (tracking, tracker);

    /// <summary>The token of a contact's link: letters, digits, <c>-</c> and <c>_</c>; always the same for the same contact and purposes. For an id and a purpose of usual length about 130 characters.</summary>
    /// <param name="contact">Whom the message goes to.</param>
    /// <param name="purposes">What the message is sent for: purposes or groups, 1 to 16.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">Nobody, or a name that stands for an id that is not known; no purpose, too many, or so long that the token has more than 880 characters.</exception>
    /// <exception cref="NotSupportedException">The store lends no key (<see cref="ILinkKeys"/>).</exception>
    public async ValueTask<string> MakeAsync(ContactId contact, IEnumerable<PurposePath> purposes, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        ArgumentNullException.ThrowIfNull(purposes);
        if (IsNoId(contact))
        {
            throw new ArgumentException("The id stands for one that is not known: nobody can be sent a link.", nameof(contact));
        }

        var link = new UnsubscribeLink(contact, [.. purposes.Distinct().Order()]);
        if (!IsComplete(link) || link.Purposes.Length > MaxPurposes)
        {
            throw new ArgumentException($"A link names 1 to {MaxPurposes} purposes; name a group for more.", nameof(purposes));
        }

        var token = Base64Url.EncodeToString((await LinkKeys.OfAsync(_tracking, cancellationToken).ConfigureAwait(false)).Seal(UnsubscribeContent.Of(link)));
        return token.Length <= MaxTokenLength ? token : throw new ArgumentException("A link with so long an id and so many purposes fits into no header of a mail; name a group.", nameof(purposes));
    }

    /// <summary>What a token says. Changes nothing: a scanner that follows links may be the one who asks.</summary>
    /// <returns><see langword="null"/>: it was altered or cut, or this database did not make it.</returns>
    public async ValueTask<UnsubscribeLink?> ReadAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var sealedContent = token.Length <= MaxTokenLength ? UnsubscribeContent.Decoded(token) : null;
        return sealedContent is not null && (await LinkKeys.OfAsync(_tracking, cancellationToken).ConfigureAwait(false)).TryOpen(sealedContent, out var content)
            && UnsubscribeContent.TryRead(content, out var link) && !IsNoId(link.Contact) ? link : null;
    }

    /// <summary>Records the no: an objection to each purpose named, and a withdrawal of the consent to it, said now. Each call is an act of its own, also of the same link.</summary>
    /// <remarks>It reaches the contact's record, or what is kept of an id that was erased, which then is never contacted again; where nobody is on record, one begins with that no.</remarks>
    /// <param name="link">The link that was followed, by its button and never by looking at it.</param>
    /// <param name="cancellationToken">Stops waiting; then the no may or may not be recorded.</param>
    /// <exception cref="ConsentStoreException">It is not recorded: the storage is in trouble, or the contact is being erased at this moment. Have it tried again.</exception>
    public async ValueTask<ChangeResult> FollowAsync(UnsubscribeLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (!IsComplete(link))
        {
            throw new ArgumentException("The link names no purpose.", nameof(link));
        }

        var change = link.Purposes.Aggregate(ConsentChange.For(link.Contact).From(ChangeSource.SelfService), (all, p) => all.Object(p, evidence: s_click).Withdraw(p, evidence: s_click));
        var actor = Actor.ContactByLink(link.Contact, PersonalLink.Unsubscribe(_tracking.Now, link.Purposes));
        var result = await _tracker.As(actor).ApplyAsync(change, cancellationToken).ConfigureAwait(false);
        return result.Has(ChangeCode.ErasureInProgress) ? throw new ConsentStoreException("The contact is being erased: try again in a moment.", isTransient: true) : result;
    }

    private static bool IsComplete(UnsubscribeLink link) => !link.Purposes.IsDefaultOrEmpty && link.Purposes.All(p => p is not null);

    private static bool IsNoId(ContactId contact) => ClosedId.IsName(contact, out _) || HashedPoint.IsName(contact, out _);
}
