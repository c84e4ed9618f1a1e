using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Tracking;

/// <summary>Compares what decisions rest on, records and closed ids, with the log that was just verified: they are its fold, and nothing else.</summary>
/// <remarks>
/// While the log is read, it is told each entry (<see cref="Add"/>) and keeps a number or two for each contact and closed id. Then it folds each person's entries and compares. Hosts may write meanwhile: whatever differs is looked
/// at again, and only what differs each time is a flaw.
/// </remarks>
internal sealed partial class StateVerifier(TrackingContext tracking)
{
    private const int Looks = 20;

    // What is looked for by its kind and decides: a changed column would hide it.
    private static readonly AuditEntryType[] s_searched =
        [AuditEntryType.NoticePublished, AuditEntryType.TaxonomyChanged, AuditEntryType.RulesChanged, AuditEntryType.Erased, AuditEntryType.Closed, AuditEntryType.Restored, AuditEntryType.KeyRotated,
        AuditEntryType.SignerChanged, AuditEntryType.Held, AuditEntryType.Released, AuditEntryType.Used, AuditEntryType.Requested, AuditEntryType.RequestExtended, AuditEntryType.RequestAnswered];

    private readonly Dictionary<ContactId, List<long>> _histories = [];
    // Holds and readings: they move no record.
    private readonly Dictionary<ContactId, List<long>> _besides = [];
    private readonly Dictionary<Sha256Digest, (ClosedId Closed, ImmutableArray<Sha256Digest> Linked, long Index)> _closings = [];
    private readonly HashSet<ContactId> _done = [];
    private readonly List<StateFlaw> _flaws = [];
    private readonly List<Func<ValueTask<ImmutableArray<StateFlaw>>>> _suspects = [];

    private readonly Dictionary<AuditEntryType, List<long>> _events = s_searched.ToDictionary(type => type, _ => new List<long>());
    private readonly List<long> _quarantined = [];
    private long _read;

    /// <summary>Takes note of an entry; in the order of the log.</summary>
    public void Add(AuditEntry entry)
    {
        _read = entry.Index + 1;
        if (_events.TryGetValue(entry.Type, out var events))
        {
            events.Add(entry.Index);
        }

        if (entry.IsQuarantined)
        {
            _quarantined.Add(entry.Index);
        }

        if (entry.Facts.Closing is { } closing)
        {
            if (entry.Subject is null)
            {
                _closings[closing.Digest] = (closing, entry.Facts.ClosedWith, entry.Index);
            }
            else
            {
                // The entry that opened the id says what it was.
                _closings.Remove(closing.Digest);
            }
        }

        if (entry.Subject is { } subject)
        {
            var known = subject.Revision is null ? _besides : _histories;
            if (!known.TryGetValue(subject.Contact, out var history))
            {
                known.Add(subject.Contact, history = new(2));
            }

            history.Add(entry.Index);
        }
    }

    /// <summary>Compares everything.</summary>
    /// <param name="pause">Called each time some were compared.</param>
    /// <param name="cancellationToken">Stops comparing.</param>
    /// <returns>What is wrong: of contacts, one after the other, up to one more than <see cref="DoubtedRecords.Most"/>; of all else, the first.</returns>
    public async ValueTask<IReadOnlyList<StateFlaw>> CompareAsync(Func<long, ValueTask> pause, CancellationToken cancellationToken)
    {
        await LookAtAllAsync(pause, cancellationToken).ConfigureAwait(false);
        await LookAgainAsync(cancellationToken).ConfigureAwait(false);
        return _flaws;
    }

    private async ValueTask LookAtAllAsync(Func<long, ValueTask> pause, CancellationToken cancellationToken)
    {
        var end = _read;
        foreach (var (type, indices) in _events)
        {
            await SearchAsync(new() { Type = type, To = end }, indices, cancellationToken).ConfigureAwait(false);
        }

        await SearchAsync(new() { QuarantinedOnly = true, To = end }, _quarantined, cancellationToken).ConfigureAwait(false);
        var compared = 0L;
        await foreach (var stretch in tracking.Store.ScanAsync(default, cancellationToken).Chunk(StretchLength).ConfigureAwait(false))
        {
            if (await IsTooMuchAsync(stretch, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var before = compared;
            compared += stretch.Length;
            if (compared / 1000 > before / 1000)
            {
                await pause(_read + compared).ConfigureAwait(false);
            }
        }

        await RestAsync(cancellationToken).ConfigureAwait(false);
        await AudienceAsync(cancellationToken).ConfigureAwait(false);
        await ClosingsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks, and says whether so many are wrong that it is enough.</summary>
    private async ValueTask<bool> IsTooMuchAsync(Func<ValueTask<ImmutableArray<StateFlaw>>> look, CancellationToken cancellationToken)
    {
        if ((await look().ConfigureAwait(false)).IsEmpty)
        {
            return false;
        }

        _suspects.Add(look);
        if (_suspects.Count > DoubtedRecords.Most)
        {
            await LookAgainAsync(cancellationToken).ConfigureAwait(false);
        }

        return _flaws.Select(f => f.Doubted).Distinct().Count() > DoubtedRecords.Most + 1;
    }

    /// <summary>Others write meanwhile, so one look may fall between two things that belong together: a flaw is what every one of many looks in a row finds.</summary>
    private async ValueTask LookAgainAsync(CancellationToken cancellationToken)
    {
        for (var n = 1; n < Looks && _suspects.Count > 0; n++)
        {
            await Task.Delay(5 * n, cancellationToken).ConfigureAwait(false);
            foreach (var look in _suspects.ToList())
            {
                var flaws = await look().ConfigureAwait(false);
                if (flaws.IsEmpty)
                {
                    _suspects.Remove(look);
                }
                else if (n == Looks - 1)
                {
                    _flaws.AddRange(flaws);
                }
            }
        }

        _suspects.Clear();
    }

    private async ValueTask<ImmutableArray<StateFlaw>> PersonAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var loaded = await tracking.LoadAsync([new(contact)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false);
        var person = loaded.PersonOf(contact);
        var flaws = await FlawsOfAsync(person, loaded, cancellationToken).ConfigureAwait(false);
        foreach (var one in person.Contacts)
        {
            if (flaws.IsEmpty)
            {
                _histories.Remove(one.Id);
                _besides.Remove(one.Id);
            }

            if (one.Id != contact && one.State != ContactState.Closed)
            {
                _done.Add(one.Id);
            }
        }

        return flaws;
    }

    private async ValueTask<ImmutableArray<StateFlaw>> FlawsOfAsync(PersonConsents person, LoadedContacts loaded, CancellationToken cancellationToken)
    {
        var flaws = ImmutableArray.CreateBuilder<StateFlaw>();
        var entries = new List<AuditEntry>();
        foreach (var one in person.Contacts.Where(c => c.State != ContactState.Closed))
        {
            if (one.State == ContactState.Altered)
            {
                flaws.Add(new(LogFlaw.RecordAltered, LastOf(one.Id), one.Id));
                continue;
            }

            var own = await tracking.EntriesOfAsync(one.Id, cancellationToken).ConfigureAwait(false);
            if (await HiddenAsync(one.Id, own, cancellationToken).ConfigureAwait(false) is { } hidden)
            {
                flaws.Add(new(LogFlaw.EntryHidden, hidden, one.Id));
            }

            var (stated, actual) = (loaded.LastEntryOf(one.Id), LastWithRevision(own));
            if (stated != actual && (stated < actual || !await IsErasedAsync(stated, cancellationToken).ConfigureAwait(false)))
            {
                flaws.Add(new(LogFlaw.RecordDiffers, actual, one.Id));
            }

            entries.AddRange(own);
        }

        if (flaws.Any(f => f.Flaw != LogFlaw.RecordDiffers))
        {
            return flaws.ToImmutable();
        }

        IEnumerable<ContactConsents> differing = person.Contacts;
        try
        {
            var folded = PersonConsents.Fold(person.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, entries, known: person.Contacts);

            // One that is being erased is as it was, but for that.
            differing = differing.Where(c => c.State != ContactState.Erasing && !c.SaysTheSameAs(folded[c.Id]));
        }
        catch (ArgumentException)
        {
            // The entries link somebody whom no record links: an erasure is under way, or they are old records.
        }

        return [.. flaws, .. differing.Where(c => !flaws.Any(f => f.Doubted == c.Id)).Select(c => new StateFlaw(LogFlaw.RecordDiffers, LastOf(c.Id), c.Id))];
    }

    /// <summary>Contacts that have entries and were not met: erased since, or taken away.</summary>
    private async ValueTask RestAsync(CancellationToken cancellationToken)
    {
        foreach (var (contact, history) in _histories)
        {
            var last = history[^1];
            var isTooMuch = await IsTooMuchAsync(
                async () =>
                {
                    var found = (await tracking.LoadAsync([new(contact)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false)).RecordOf(contact);
                    return found.State == ContactState.Altered ? [new(LogFlaw.RecordAltered, last, contact)]
                        : found.Revision.Number > 0 || await IsErasedAsync(last, cancellationToken).ConfigureAwait(false) ? []
                        : [new(LogFlaw.RecordMissing, last, contact)];
                },
                cancellationToken).ConfigureAwait(false);
            if (isTooMuch)
            {
                return;
            }
        }

        foreach (var (contact, _) in _besides)
        {
            // Readings of nobody on record, by the name of what is kept of them.
            if (await HiddenAsync(contact, await tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) is { } hidden)
            {
                _flaws.Add(new(LogFlaw.EntryHidden, hidden));
                return;
            }
        }
    }

    private long LastOf(ContactId contact) => _histories.TryGetValue(contact, out var history) ? history[^1] : AuditEntry.NotLogged;
}
