using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What is looked for by a column or an index has to be found by it: what is hidden counts for nobody.</summary>
internal sealed partial class StateVerifier
{
    /// <summary>Looks for what is not anybody's.</summary>
    private async ValueTask SearchAsync(LogQuery query, List<long> expected, CancellationToken cancellationToken)
    {
        if (await HiddenAsync(query, expected, cancellationToken).ConfigureAwait(false) is { } hidden)
        {
            _flaws.Add(new(LogFlaw.EntryHidden, hidden));
        }
    }

    /// <summary>The first entry that a search finds and should not, or should and does not; one that was erased since is not missed.</summary>
    private async ValueTask<long?> HiddenAsync(LogQuery query, List<long> expected, CancellationToken cancellationToken)
    {
        var missing = expected.ToHashSet();
        await foreach (var entry in tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (!missing.Remove(entry.Index))
            {
                return entry.Index;
            }
        }

        return await MissingAsync(missing, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first entry about a contact that was read and is not found among its own; or whose change is not found by its id.</summary>
    private async ValueTask<long?> HiddenAsync(ContactId contact, IReadOnlyCollection<AuditEntry> own, CancellationToken cancellationToken)
    {
        var found = own.Select(e => e.Index).ToHashSet();
        if (await MissingAsync(Expected(contact).Where(index => !found.Contains(index)), cancellationToken).ConfigureAwait(false) is { } missing)
        {
            return missing;
        }

        var changes = FirstOfChanges(own);
        var known = await tracking.Store.FindAsync([.. changes.Select(e => new ContactLookup(contact, e.Evidence!.Change!.Value))], cancellationToken).ConfigureAwait(false);
        return await MissingAsync(changes.Where((e, i) => known[i].Recorded?.Index != e.Index).Select(e => e.Index), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first of some entries that were not found, and were not erased since either.</summary>
    private async ValueTask<long?> MissingAsync(IEnumerable<long> entries, CancellationToken cancellationToken)
    {
        foreach (var index in entries)
        {
            if (!await IsErasedAsync(index, cancellationToken).ConfigureAwait(false))
            {
                return index;
            }
        }

        return null;
    }

    private async ValueTask<bool> IsErasedAsync(long index, CancellationToken cancellationToken)
    {
        await foreach (var entry in tracking.Store.Log.ReadAsync(index, index + 1, cancellationToken).ConfigureAwait(false))
        {
            return entry.IsErased;
        }

        return false;
    }
}
