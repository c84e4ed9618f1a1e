using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What an erasure reads before it takes anything away.</summary>
internal sealed partial class Erasing
{
    private async ValueTask<List<AuditEntry>> HistoriesAsync(PersonConsents known, CancellationToken cancellationToken)
    {
        var histories = new List<AuditEntry>();
        foreach (var contact in known.Contacts)
        {
            histories.AddRange(_person.OursOf(contact.Id, _shut.Of(contact) ?? await _tracking.EntriesOfAsync(contact.Id, cancellationToken).ConfigureAwait(false)));
        }

        return histories;
    }

    private async ValueTask<IReadOnlyDictionary<ContactId, Sha256Digest>> DigestsAsync(PersonConsents known, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<ContactId, Sha256Digest>();
        foreach (var id in _person.Ids)
        {
            digests[id] = known[id].Closing?.Digest ?? await _tracking.DigestOfAsync(id, cancellationToken).ConfigureAwait(false);
        }

        return digests;
    }

    /// <summary>Where what was kept of an id goes too: the entries that say what was kept of it, those that name it as linked with another, and readings that name its digest.</summary>
    private async ValueTask<IReadOnlyList<AuditEntry>> ClosingsAsync(IEnumerable<Sha256Digest> known, CancellationToken cancellationToken)
    {
        var digests = known.ToHashSet();
        if (_journal.Keeps != ErasureKeeps.Nothing)
        {
            return [];
        }

        var found = await _tracking.RetriedAsync(
            async () =>
            {
                var entries = new List<AuditEntry>();
                await foreach (var entry in _tracking.Store.ReadLogAsync(new() { Type = AuditEntryType.Closed }, cancellationToken).ConfigureAwait(false))
                {
                    if (entry.Facts.Closing is { } closed && (digests.Contains(closed.Digest) || entry.Facts.ClosedWith.Any(digests.Contains)))
                    {
                        entries.Add(entry);
                    }
                }

                return entries;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var digest in digests)
        {
            // Readings that name the digest; not those since it began, or it would not end beside steady readers.
            found.AddRange((await _tracking.EntriesOfAsync(ClosedId.NameOf(digest), cancellationToken).ConfigureAwait(false)).Where(e => _markedAt is not { } at || e.Index < at));
        }

        return found;
    }

    /// <summary>Of the ids that entries say were closed, the records of those that are.</summary>
    private async ValueTask<IReadOnlyList<ContactConsents>> ClosedAsync(IReadOnlyList<AuditEntry> closings, CancellationToken cancellationToken)
    {
        List<ContactLookup> names = [.. closings.Select(e => e.Facts.Closing?.Name).OfType<ContactId>().Distinct().Select(name => new ContactLookup(name))];
        var found = names.Count == 0 ? [] : await _tracking.FindAsync(names, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(f => f.Snapshot).OfType<ContactConsents>().Where(c => c.State == ContactState.Closed)];
    }

    private ValueTask<long?> MarkedAtAsync(long from, CancellationToken cancellationToken) => _tracking.RetriedAsync(
        async () =>
        {
            await foreach (var entry in _tracking.Store.ReadLogAsync(new() { Type = AuditEntryType.Erased, From = from }, cancellationToken).ConfigureAwait(false))
            {
                if (LogEvents.ErasureOf(entry).Id == _journal.Id)
                {
                    return (long?)entry.Index;
                }
            }

            return null;
        },
        cancellationToken);
}
