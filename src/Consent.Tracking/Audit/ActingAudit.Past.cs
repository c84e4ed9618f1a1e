using Consent.Storage;

namespace Consent.Tracking;

/// <content>What was true, and what was known, at an instant of the past.</content>
public sealed partial class ActingAudit
{
    /// <summary>What was true at an instant: all that we know today, cut at what was said by then.</summary>
    public ValueTask<PersonConsents> AsItWasAsync(ContactId contact, Timestamp at, CancellationToken cancellationToken = default) =>
        FoldAsync(contact, $"as it was at {at}", new() { OccurredBy = at }, cancellationToken);

    /// <summary>What we knew at an instant: all that was recorded by then.</summary>
    public ValueTask<PersonConsents> AsKnownAsync(ContactId contact, Timestamp at, CancellationToken cancellationToken = default) =>
        FoldAsync(contact, $"as known at {at}", new() { RecordedBy = at }, cancellationToken);

    /// <summary>What we knew at one instant of what was true at another.</summary>
    public ValueTask<PersonConsents> AsKnownAsync(ContactId contact, Timestamp knownAt, Timestamp trueAt, CancellationToken cancellationToken = default) =>
        FoldAsync(contact, $"as known at {knownAt} of {trueAt}", new() { RecordedBy = knownAt, OccurredBy = trueAt }, cancellationToken);

    /// <summary>What we knew up to an entry: all that was recorded until it, itself included. After a clock that stood far ahead this is the only way to ask.</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="index">The place of the entry in the log, from 0.</param>
    /// <param name="trueAt">Only what was true by then; <see langword="null"/>: all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public ValueTask<PersonConsents> AsKnownUpToAsync(ContactId contact, long index, Timestamp? trueAt = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return FoldAsync(contact, trueAt is { } at ? $"as known up to entry {index} of {at}" : $"as known up to entry {index}", new() { UpTo = index, OccurredBy = trueAt }, cancellationToken);
    }

    /// <summary>The decision as it would have been with what was true then; facts, notices and expiry as of then.</summary>
    public ValueTask<DecisionTrace> ExplainAsItWasAsync(ProcessingRequest request, Timestamp at, CancellationToken cancellationToken = default) =>
        ExplainAsync(request, at, contact => AsItWasAsync(contact, at, cancellationToken));

    /// <summary>The decision as it would have been with what we knew then; facts, notices and expiry as of then.</summary>
    public ValueTask<DecisionTrace> ExplainAsKnownAsync(ProcessingRequest request, Timestamp at, CancellationToken cancellationToken = default) =>
        ExplainAsync(request, at, contact => AsKnownAsync(contact, at, cancellationToken));

    /// <summary>The decision as it would have been with what we knew up to an entry; facts, notices and expiry as of the instant named.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="index">The place of the entry in the log, from 0.</param>
    /// <param name="at">When it was asked: a clock that stood wrong does not say.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public async ValueTask<DecisionTrace> ExplainAsKnownUpToAsync(ProcessingRequest request, long index, Timestamp at, CancellationToken cancellationToken = default) =>
        (await AsKnownUpToAsync(request.Contact, index, null, cancellationToken).ConfigureAwait(false)).Explain(request.At(at), _tracking.Rules, at, _tracking.IsRestorePending);

    private async ValueTask<PersonConsents> FoldAsync(ContactId contact, string what, PastCut cut, CancellationToken cancellationToken)
    {
        ThrowIf.Nobody(contact);
        using var watch = ConsentTelemetry.Watch("consent.audit");

        // Whose histories are read is known from the links, and from the entries where somebody is being erased whom a record does not name any more; each says once who read it.
        var said = new HashSet<ContactId>();
        var looks = new Looks();
        while (true)
        {
            var person = (await _tracking.LoadAsync(contact, default, cancellationToken).ConfigureAwait(false)).PersonOf(contact);
            var ids = new HashSet<ContactId>();
            var entries = new List<AuditEntry>();
            for (List<ContactId> unread = [.. person.Contacts.Select(c => c.Id)]; unread.Count > 0; unread = Named())
            {
                if (unread.FindAll(said.Add) is { Count: > 0 } unsaid)
                {
                    await RecordAsync(unsaid, what, cancellationToken).ConfigureAwait(false);
                }

                ids.UnionWith(unread);
                foreach (var id in unread)
                {
                    var own = await _tracking.EntriesOfAsync(id, cancellationToken).ConfigureAwait(false);
                    entries.AddRange(own.All(e => e.Subject?.Contact == id) ? own
                        : throw new ConsentStoreException("The store returned an entry that is not about the contact who was asked for: somebody wrote into the database. Verify the log and the state."));
                }
            }

            // What closed ids say stands in no entry of theirs, and counts at every instant.
            if (Looks.Fitting(() => PersonConsents.Fold(ids, _tracking.Rules.Taxonomy, entries, cut.OccurredBy, person.Contacts, cut.Keeps)) is { } folded)
            {
                return folded;
            }

            if (!await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new ConsentStoreException("Records and histories of the person do not fit together: somebody writes them all the while. Try again later; verifying says whether the state is altered.", isTransient: true);
            }

            List<ContactId> Named() => [.. entries.Select(e => e.Subject!.Other).OfType<ContactId>().Select(person.IdOf).Distinct().Where(id => !ids.Contains(id))];
        }
    }

    private async ValueTask<DecisionTrace> ExplainAsync(ProcessingRequest request, Timestamp at, Func<ContactId, ValueTask<PersonConsents>> past)
    {
        var person = await past(request.Contact).ConfigureAwait(false);
        var point = request.Point is { } named && person.Find(named.Id) is null ? (await past(named.Id).ConfigureAwait(false))[named.Id] : null;
        return person.Explain(request.At(at), _tracking.Rules, at, _tracking.IsRestorePending, point);
    }
}
