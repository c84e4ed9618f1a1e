using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The answer to one question about everybody, kept current: a bit for each contact, and until when it holds.</summary>
/// <remarks>
/// What it knows is complete after every step, so that whoever is cancelled or fails leaves it to the next caller to go on. Linked contacts are
/// decided together, so they are noted first and decided when all changes are in.
/// </remarks>
#pragma warning disable CA1001 // The semaphore is never waited for by its handle, so it holds nothing to dispose of.
internal sealed class AudienceIndex(TrackingContext tracking, IAudienceFeed feed, ProcessingRequest question)
#pragma warning restore CA1001
{
    private const int ListedAtOnce = 256;
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private AudiencePages _pages = new();
    private LinkedAudience _linked = new();
    private ConsentRules? _rules;
    private Timestamp _now = Timestamp.MinValue;
    private long _position;

    public ProcessingRequest Question => question;

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        InTurnAsync(() => new ValueTask<long>(_pages.Permitted), cancellationToken);

    /// <summary>The next contacts after a number, and the number to go on after; <see langword="null"/> after the last.</summary>
    /// <param name="after">The number.</param>
    /// <param name="decided">Told by which rules, and of which instant.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public ValueTask<(ImmutableArray<ContactId> Contacts, long? After)> ListAsync(long after, Action<ConsentRules, Timestamp>? decided, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            decided?.Invoke(_rules!, _now);
            var numbers = _pages.PermittedAfter(after, ListedAtOnce);
            if (numbers.Count == 0)
            {
                return (ImmutableArray<ContactId>.Empty, (long?)null);
            }

            var found = await feed.FindByNumberAsync(numbers, cancellationToken).ConfigureAwait(false);

            // One whose record has moved on meanwhile is decided by what it says now, and what those say that are linked with it: an order of writing that somebody changed lists nobody.
            var records = found.OfType<ContactConsents>().ToList();
            // A list may have been begun before verifying found some of them wrong.
            var asksAll = tracking.Altered.Doubted.IsAny;
            var linked = records.Where(c => asksAll || !c.Links.IsEmpty).Select(c => new ContactLookup(c.Id)).ToList();
            var loaded = await tracking.LoadAsync(linked, Doubtful.Denied, cancellationToken).ConfigureAwait(false);
            return ([.. records.Where(c => (asksAll || !c.Links.IsEmpty ? Decide(loaded.PersonOf(c.Id), c.Id) : Decide(c)).IsPermitted).Select(c => c.Id)], numbers[^1]);
        },
        cancellationToken);

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> answer, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await tracking.RetriedAsync(
                async () =>
                {
                    await CatchUpAsync(cancellationToken).ConfigureAwait(false);
                    return await answer().ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        var (rules, now) = (tracking.Rules, tracking.Now);
        if (!ReferenceEquals(rules, _rules) || now < _now.Plus(-s_clockTolerance))
        {
            (_rules, _now, _position) = (rules, now, 0);
            (_pages, _linked) = (new(), new());
        }

        _now = Timestamp.Max(_now, now);
        await foreach (var change in feed.ReadChangesAsync(_position, cancellationToken).ConfigureAwait(false))
        {
            Take(change.Number, change.Snapshot);
            _position = change.Position;
        }

        while (_pages.Due(_now) is { } page)
        {
            var numbers = _pages.NumbersOn(page);
            var found = await feed.FindByNumberAsync(numbers, cancellationToken).ConfigureAwait(false);
            _pages.DecideAnew(page);
            for (var i = 0; i < numbers.Count; i++)
            {
                Take(numbers[i], found[i]);
            }
        }

        while (_linked.Undecided(ListedAtOnce) is { Count: > 0 } contacts)
        {
            var loaded = await tracking.LoadAsync([.. contacts.Select(c => new ContactLookup(c.Id))], Doubtful.Denied, cancellationToken).ConfigureAwait(false);
            foreach (var (id, number) in contacts)
            {
                Take(number, id, loaded);
                _linked.Decided();
            }
        }
    }

    private void Take(long number, ContactConsents? record)
    {
        var isLinked = _linked.Take(number, record);
        if (record is null)
        {
            _pages.Remove(number);
        }
        else if (!isLinked)
        {
            Set(number, Decide(record));
        }
    }

    private void Take(long? number, ContactId id, LoadedContacts loaded)
    {
        if (number is not { } place)
        {
            // Linked no more, and decided alone; or gone.
            return;
        }

        var person = loaded.PersonOf(id);
        if (loaded.VersionOf(id) > 0 && person[id].State != ContactState.Closed)
        {
            Set(place, Decide(person, id));
        }
        else
        {
            _pages.Remove(place);
        }
    }

    // Asked about one instant, an answer never changes by time.
    private void Set(long number, in ConsentDecision decision) => _pages.Set(number, decision.IsPermitted, question.AsOf is null ? decision.HoldsUntil : null);

    private ConsentDecision Decide(PersonConsents person, ContactId contact) => person.Decide(question.About(contact), _rules!, _now);

    private ConsentDecision Decide(ContactConsents record) => record.Decide(question.About(record.Id), _rules!, _now);
}
