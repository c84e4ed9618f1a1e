using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Works out what a use came to for one contact.</summary>
/// <param name="tracking">Where.</param>
/// <param name="telling">Says who reads whose history, before it is read.</param>
internal sealed class UseExplaining(TrackingContext tracking, Func<List<ContactId>, ValueTask> telling)
{
    // Decisions change by time a few times in years; a call takes minutes.
    private const int MostInstants = 1000;

    public async ValueTask<UseExplanation> ExplainAsync(LoggedUse use, ProcessingRequest request, CancellationToken cancellationToken)
    {
        var (from, to) = (use.Use.LogSize, use.Use.LogSizeAfter);
        var looks = new Looks();
        while (true)
        {
            var person = await PastPerson.ReadAsync(tracking, request.Contact, telling, cancellationToken).ConfigureAwait(false);
            var point = request.Point is { } named && named.Id != request.Contact ? await PastPerson.ReadAsync(tracking, named.Id, telling, cancellationToken).ConfigureAwait(false) : null;
            var explanation = new UseExplanation { Use = use, Decisions = [] };
            if (person.IsErasedSince(from) || point?.IsErasedSince(from) is true)
            {
                return explanation with { IsErased = true };
            }

            if (await RulesThen.FindAsync(tracking, use, cancellationToken).ConfigureAwait(false) is not { } rules)
            {
                return explanation with { RulesDiffer = true };
            }

            var restored = await tracking.EntriesAsync(new() { Type = AuditEntryType.Restored, To = to }, cancellationToken).ConfigureAwait(false);
            var sizes = new SortedSet<long>(person.ChangesIn(from, to).Concat(point?.ChangesIn(from, to) ?? []).Concat(restored.Select(e => e.Index + 1).Where(size => size > from)).Append(from));
            if (Looks.Fitting(() => sizes.Select(size => (Person: person.AsOf(size, rules.Taxonomy), Point: point?.AsOf(size, rules.Taxonomy), Waits: Waits(restored, size, use.Use))).ToList()) is { } pasts)
            {
                return explanation with { Decisions = [.. pasts.SelectMany(past => past.Waits.SelectMany(isPending => Decided(past.Person, past.Point?.Find(request.Point!.Id), isPending, use.Use, request, rules))).DistinctBy(trace => trace.Decision)] };
            }

            if (!await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new ConsentStoreException("Records and histories of the person do not fit together: somebody writes them all the while. Try again later; verifying says whether the state is altered.", isTransient: true);
            }
        }
    }

    /// <summary>What could be decided from the first instant to the last, as time alone changed it.</summary>
    private static IEnumerable<DecisionTrace> Decided(PersonConsents person, ContactConsents? point, bool isPending, RecordedUse use, ProcessingRequest request, ConsentRules rules)
    {
        var at = use.DecidedFrom;
        for (var left = MostInstants; left > 0; left--)
        {
            var trace = person.Explain(request, rules, at, isPending, point);
            yield return trace;
            if (request.AsOf is not null || trace.Decision.HoldsUntil is not { } until || until > use.DecidedUntil)
            {
                yield break;
            }

            at = until;
        }
    }

    /// <summary>What the host may have known of that: one that had not heard of the confirmation, or heard it while the call ran, may have waited after it.</summary>
    private static bool[] Waits(ImmutableArray<AuditEntry> restored, long size, RecordedUse use) => IsPending(restored, size) ? [true] : use.HasAwaitedRestore ? [true, false] : [false];

    /// <summary>Whether a restored database waited then for the word that the changes since were sent again.</summary>
    private static bool IsPending(ImmutableArray<AuditEntry> restored, long size) => restored.LastOrDefault(e => e.Index < size) is { } last && LogEvents.RestorationOf(last) is not null;
}
