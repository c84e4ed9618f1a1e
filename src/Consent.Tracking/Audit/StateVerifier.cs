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
        AuditEntryType.SignerChanged, AuditEntryType.Held, AuditEntryType.Released];

    private readonly Dictionary<ContactId, List<long>> _histories = [];
    // Holds and readings: they move no record.
    private readonly Dictionary<ContactId, List<long>> _besides = [];
    private readonly Dictionary<Sha256Digest, (ClosedId Closed, ImmutableArray<Sha256Digest> Linked, long Index)> _closings = [];
    private readonly HashSet<ContactId> _done = [];

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
    /// <returns>The first flaw, and the index of the last entry that it concerns.</returns>
    public async ValueTask<(LogFlaw Flaw, long Index)> CompareAsync(Func<long, ValueTask> pause, CancellationToken cancellationToken)
    {
        var end = _read;
        foreach (var (type, indices) in _events)
        {
            if (await HiddenAsync(new() { Type = type, To = end }, indices, cancellationToken).ConfigureAwait(false) is { } hidden)
            {
                return (LogFlaw.EntryHidden, hidden);
            }
        }

        if (await HiddenAsync(new() { QuarantinedOnly = true, To = end }, _quarantined, cancellationToken).ConfigureAwait(false) is { } unlisted)
        {
            return (LogFlaw.EntryHidden, unlisted);
        }

        var compared = 0L;
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (_done.Remove(record.Id))
            {
                continue;
            }

            if (await PersonAsync(record.Id, cancellationToken).ConfigureAwait(false) is { Flaw: not LogFlaw.None } flaw)
            {
                return flaw;
            }

            if (++compared % 1000 == 0)
            {
                await pause(_read + compared).ConfigureAwait(false);
            }
        }

        return await RestAsync(cancellationToken).ConfigureAwait(false) is { Flaw: not LogFlaw.None } missing ? missing
            : await AudienceAsync(cancellationToken).ConfigureAwait(false) is { Flaw: not LogFlaw.None } unfollowed ? unfollowed
            : await ClosingsAsync(cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<(LogFlaw Flaw, long Index)> PersonAsync(ContactId contact, CancellationToken cancellationToken) => LookedAtAsync(
        async () =>
        {
            var loaded = await tracking.LoadAsync([new(contact)], takesAltered: true, cancellationToken).ConfigureAwait(false);
            var person = loaded.PersonOf(contact);
            if (await FlawOfAsync(person, loaded, cancellationToken).ConfigureAwait(false) is { } flaw)
            {
                return flaw;
            }

            foreach (var one in person.Contacts)
            {
                _histories.Remove(one.Id);
                _besides.Remove(one.Id);
                if (one.Id != contact && one.State != ContactState.Closed)
                {
                    _done.Add(one.Id);
                }
            }

            return default;
        },
        cancellationToken);

    /// <summary>Others write meanwhile, so one look may fall between two things that belong together: a flaw is what every one of many looks in a row finds.</summary>
    private static async ValueTask<(LogFlaw Flaw, long Index)> LookedAtAsync(Func<ValueTask<(LogFlaw Flaw, long Index)>> look, CancellationToken cancellationToken)
    {
        for (var n = 1; ; n++)
        {
            var flaw = await look().ConfigureAwait(false);
            if (flaw.Flaw == LogFlaw.None || n == Looks)
            {
                return flaw;
            }

            await Task.Delay(5 * n, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(LogFlaw, long)?> FlawOfAsync(PersonConsents person, LoadedContacts loaded, CancellationToken cancellationToken)
    {
        foreach (var one in person.Contacts)
        {
            if (one.State == ContactState.Altered)
            {
                return (LogFlaw.RecordAltered, LastOf(one.Id));
            }
        }

        var entries = new List<AuditEntry>();
        foreach (var one in person.Contacts.Where(c => c.State != ContactState.Closed))
        {
            var own = await tracking.EntriesOfAsync(one.Id, cancellationToken).ConfigureAwait(false);
            if (await HiddenAsync(one.Id, own, cancellationToken).ConfigureAwait(false) is { } hidden)
            {
                return (LogFlaw.EntryHidden, hidden);
            }

            var (stated, actual) = (loaded.LastEntryOf(one.Id), own.LastOrDefault(e => e.Subject!.Revision is not null)?.Index ?? AuditEntry.NotLogged);
            if (stated != actual && (stated < actual || !await IsErasedAsync(stated, cancellationToken).ConfigureAwait(false)))
            {
                return (LogFlaw.RecordDiffers, actual);
            }

            entries.AddRange(own);
        }

        PersonConsents folded;
        try
        {
            folded = PersonConsents.Fold(person.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, entries, known: person.Contacts);
        }
        catch (ArgumentException)
        {
            // The entries link somebody whom no record links: an erasure is under way, or it is an old record.
            return (LogFlaw.RecordDiffers, LastOf(person.Contacts[0].Id));
        }

        foreach (var one in person.Contacts)
        {
            // One that is being erased is as it was, but for that.
            if (one.State != ContactState.Erasing && !one.SaysTheSameAs(folded[one.Id]))
            {
                return (LogFlaw.RecordDiffers, LastOf(one.Id));
            }
        }

        return null;
    }

    /// <summary>Contacts that have entries and were not met: erased since, or taken away.</summary>
    private async ValueTask<(LogFlaw Flaw, long Index)> RestAsync(CancellationToken cancellationToken)
    {
        foreach (var (contact, history) in _histories)
        {
            var last = history[^1];
            var flaw = await LookedAtAsync(
                async () =>
                {
                    var found = (await tracking.LoadAsync([new(contact)], takesAltered: true, cancellationToken).ConfigureAwait(false)).RecordOf(contact);
                    return found.State == ContactState.Altered ? (LogFlaw.RecordAltered, last)
                        : found.Revision.Number > 0 || await IsErasedAsync(last, cancellationToken).ConfigureAwait(false) ? default
                        : (LogFlaw.RecordMissing, last);
                },
                cancellationToken).ConfigureAwait(false);
            if (flaw.Flaw != LogFlaw.None)
            {
                return flaw;
            }
        }

        foreach (var (contact, _) in _besides)
        {
            // Readings of nobody on record, by the name of what is kept of them.
            if (await HiddenAsync(contact, await tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) is { } hidden)
            {
                return (LogFlaw.EntryHidden, hidden);
            }
        }

        return default;
    }

    private long LastOf(ContactId contact) => _histories.TryGetValue(contact, out var history) ? history[^1] : -1;
}
