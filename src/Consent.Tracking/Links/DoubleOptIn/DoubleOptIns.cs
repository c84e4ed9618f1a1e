using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Consent.Storage;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>Sign-ups that count only once their person has followed a link in a mail (double opt-in): records that one waits, confirms it, and lists what waits. Thread-safe.</summary>
/// <remarks>
/// Until the link is followed nothing counts: whoever types a stranger's address changes nothing for them. <c>Consent.AspNetCore</c> makes the link's address, answers the clicks and protects what the link says;
/// a host without it protects a <see cref="DoubleOptInLink"/> itself, since whoever can make one can confirm.
/// </remarks>
public sealed class DoubleOptIns
{
    /// <summary>How many purposes one sign-up can name: 16.</summary>
    public const int MaxPurposes = 16;

    private static readonly Actor s_form = Actor.ApiClient("double-opt-in");

    private readonly TrackingContext _tracking;
    private readonly ConsentTracker _tracker;
    private readonly DoubleOptInLimits _limits;
    private readonly MailCounter _counter;

    internal DoubleOptIns(TrackingContext tracking, ConsentTracker tracker, IOptions<DoubleOptInLimits> limits)
    {
        (_tracking, _tracker, _limits) = (tracking, tracker, limits.Value);
        _counter = new(tracking, _limits);
    }

    /// <summary>How long a link can be followed, counted from when it was made: the shortest that a jurisdiction of the host says, 7 days unless one does.</summary>
    public TimeSpan EndsAfter => _tracking.Rules.Jurisdictions.Min(j => j.DoubleOptIn?.EndsAfter) ?? new DoubleOptIn().EndsAfter;

    /// <summary>Records that a sign-up waits for confirmation, and says what its link is to carry.</summary>
    /// <remarks>It takes as long, and the form is to answer the same ("we have sent you a mail"), whether the person is known, was erased or has got enough mails: else a stranger learns which.</remarks>
    /// <param name="request">What the form said.</param>
    /// <param name="client">From which network address the form was sent, to count the mails that it asks for; <see langword="null"/>: not known.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns><see langword="null"/>: too many mails were asked for; nothing is recorded and none is to be sent.</returns>
    /// <exception cref="ArgumentException">Nobody, no purpose or too many, one that is a group, retired or not known, or no method in the evidence: the form's fault, whoever fills it in.</exception>
    /// <exception cref="ConsentStoreException">The storage is in trouble: nothing is to be sent.</exception>
    public async ValueTask<DoubleOptInLink?> RequestAsync(DoubleOptInRequest request, IPAddress? client = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wait = Task.Delay(_limits.AnswerTime, _tracking.Clock, cancellationToken);
        var link = await CheckedAsync(request, cancellationToken).ConfigureAwait(false);
        var key = await LinkKeys.OfAsync(_tracking, cancellationToken).ConfigureAwait(false);
        var mayBeSent = await _counter.CountAsync(request.SentTo, client, key, cancellationToken).ConfigureAwait(false);
        if (mayBeSent)
        {
            _ = await ApplyAsync(s_form, Said(link, link.MadeAt, link.Evidence with { AwaitsConfirmation = true, IsConfirmed = false, ConfirmedPoint = null }), cancellationToken).ConfigureAwait(false);
        }

        await wait.ConfigureAwait(false);
        return mayBeSent ? link : null;
    }

    /// <summary>Whether a link can no longer be followed, by its age.</summary>
    public bool IsOver(DoubleOptInLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.MadeAt.Plus(EndsAfter) <= _tracking.Now;
    }

    /// <summary>Records exactly what the link says, as confirmed from the address that it was sent to, and said now. An earlier objection to these purposes is taken back by it, and a restriction lifted.</summary>
    /// <remarks>It is the person's act, so it opens an id that was erased before the link was made. A link confirms once.</remarks>
    /// <param name="link">The link that was followed, by its button and never by looking at it.</param>
    /// <param name="cancellationToken">Stops waiting; then it may or may not be recorded.</param>
    /// <exception cref="ConsentStoreException">It is not recorded: the storage is in trouble, or the contact is being erased at this moment. Have it tried again.</exception>
    public async ValueTask<DoubleOptInOutcome> ConfirmAsync(DoubleOptInLink link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (IsOver(link))
        {
            return DoubleOptInOutcome.Ended;
        }

        var confirmed = link.Evidence with { ActedBy = ActedBy(link.Evidence), IsConfirmed = true, ConfirmedPoint = link.Point, AwaitsConfirmation = false };
        var actor = Actor.ContactByLink(link.Contact, PersonalLink.DoubleOptIn(link.MadeAt, link.Purposes));
        var result = await ApplyAsync(actor, Said(link, Timestamp.Max(_tracking.Now, link.MadeAt), confirmed).WithId(IdOf(link)), cancellationToken).ConfigureAwait(false);

        // Said under the same id at another moment: it is dated when the link was first followed.
        return result.Has(ChangeCode.ChangeIdReused) || result.Has(ChangeCode.RepeatedChange) ? DoubleOptInOutcome.AlreadyConfirmed
            : result.Outcome == ChangeOutcome.Recorded ? DoubleOptInOutcome.Confirmed
            : DoubleOptInOutcome.Ended;
    }

    /// <summary>What waits for confirmation now, and since when; what has ended is left out. Reads all records, in no particular order.</summary>
    /// <param name="actor">Who asks: whoever may ask for an audience (<see cref="Permission.AskAudience"/>).</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConsentAccessDeniedException">The actor may not.</exception>
    public IAsyncEnumerable<PendingConfirmation> PendingAsync(Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        _tracking.Demand(actor, Permission.AskAudience);
        return ReadPendingAsync(cancellationToken);
    }

    private async IAsyncEnumerable<PendingConfirmation> ReadPendingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var record in _tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            foreach (var said in record.AwaitingConfirmation.Where(s => s.Origin.Contact == record.Id && !(s.Span?.Ends <= _tracking.Now) && !IsAnswered(record, s)))
            {
                yield return new(record.Id, said.Node, said.OccurredAt, said.Span?.Ends);
            }
        }
    }

    /// <summary>Whether something that counts was said since, such as the confirmation.</summary>
    private static bool IsAnswered(ContactConsents record, in RecordedStatement waiting)
    {
        var (node, since) = (waiting.Node, waiting.OccurredAt);
        return record.OwnFlags.Any(f => f.Flag == ConsentFlag.Status && f.Node == node && f.InForce.OccurredAt >= since);
    }

    private async ValueTask<DoubleOptInLink> CheckedAsync(DoubleOptInRequest request, CancellationToken cancellationToken)
    {
        ThrowIf.Nobody(request.Contact);
        if (request.SentTo is null || request.Notice is null || request.Evidence is null)
        {
            throw new ArgumentException("A sign-up names the address that the mail goes to, the notice shown, and evidence.", nameof(request));
        }

        if (ClosedId.IsName(request.Contact, out _) || HashedPoint.IsName(request.Contact, out _))
        {
            throw new ArgumentException("The id stands for one that is not known: nobody can sign up under it.", nameof(request));
        }

        if (request.Purposes.IsDefaultOrEmpty || request.Purposes.Length > MaxPurposes || request.Purposes.Any(p => p is null))
        {
            throw new ArgumentException($"A sign-up names 1 to {MaxPurposes} purposes.", nameof(request));
        }

        if (request.Evidence.Method is null)
        {
            throw new ArgumentException("The evidence names no method: take Evidence.WebForm with the form's address.", nameof(request));
        }

        var link = new DoubleOptInLink(
            request.Contact, request.SentTo.Sha256, [.. request.Purposes.Distinct().Order()], request.Notice, request.Evidence with { ActedBy = ActedBy(request.Evidence) }, _tracking.Now);
        await _tracking.KnowAsync(Said(link, link.MadeAt, link.Evidence), cancellationToken).ConfigureAwait(false);
        return link.Purposes.FirstOrDefault(p => _tracking.Rules.Taxonomy.Find(p) is not { IsGroup: false, IsRetired: false }) is { } wrong
            ? throw new ArgumentException($"{wrong} is no purpose that anybody can sign up for: it is not known, a group, or retired.", nameof(request))
            : link;
    }

    private static ActingParty ActedBy(Evidence evidence) => evidence.ActedBy is ActingParty.Guardian or ActingParty.Representative ? evidence.ActedBy : ActingParty.Person;

    /// <summary>All of it, said at one moment: who signs up again comes back.</summary>
    private static ConsentChange Said(DoubleOptInLink link, Timestamp at, Evidence evidence) => link.Purposes.Aggregate(
        ConsentChange.For(link.Contact).From(ChangeSource.SelfService).AcceptNotice(link.Notice with { AcceptedAt = at }), (all, p) => all.GiveAnew(p, at, evidence));

    /// <summary>The id of what the link confirms: a link confirms once.</summary>
    private static ChangeId IdOf(DoubleOptInLink link) => ChangeId.From("double-opt-in:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{link.Contact.Value}\n{link.Point}\n{link.MadeAt}\n{string.Join(',', link.Purposes)}\n{link.Notice.Version}"))));

    private async ValueTask<ChangeResult> ApplyAsync(Actor actor, ConsentChange change, CancellationToken cancellationToken)
    {
        var result = await _tracker.As(actor).ApplyAsync(change, cancellationToken).ConfigureAwait(false);
        return result.Has(ChangeCode.ErasureInProgress) ? throw new ConsentStoreException("The contact is being erased: try again in a moment.", isTransient: true) : result;
    }
}
