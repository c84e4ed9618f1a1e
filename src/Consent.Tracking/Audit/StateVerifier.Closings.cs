using System.Collections.Immutable;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What was erased, and is kept closed.</summary>
internal sealed partial class StateVerifier
{
    private async ValueTask ClosingsAsync(CancellationToken cancellationToken)
    {
        foreach (var digest in _closings.Keys.ToList())
        {
            if (await IsTooMuchAsync(() => ClosingAsync(digest, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        if (tracking.Store is IStoredRows rows)
        {
            await foreach (var digest in rows.ScanClosedAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!_closings.ContainsKey(digest) && await IsTooMuchAsync(() => UnknownAsync(digest, cancellationToken), cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
    }

    /// <summary>A row of a closed id of which the log says nothing, or that the id was opened again since: an old one that was put back.</summary>
    private async ValueTask<ImmutableArray<StateFlaw>> UnknownAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var name = ClosedId.NameOf(digest);
        return _closings.ContainsKey(digest)
            || (await tracking.LoadAsync([new(name)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false)).RecordOf(name).State is not (ContactState.Closed or ContactState.Altered)
            ? []
            : [new(LogFlaw.ClosingDiffers, _read - 1, name)];
    }

    /// <summary>Takes note of what came since the log was read.</summary>
    private async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in tracking.Store.ReadLogAsync(new() { From = _read }, cancellationToken).ConfigureAwait(false))
        {
            Add(entry);
        }
    }

    private async ValueTask<ImmutableArray<StateFlaw>> ClosingAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        if (await IsKeptAsync(digest, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        // Moved, opened or forgotten since the log was read?
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return !_closings.TryGetValue(digest, out var closing) || await IsErasedAsync(closing.Index, cancellationToken).ConfigureAwait(false)
            || await IsKeptAsync(digest, cancellationToken).ConfigureAwait(false) || await IsBeingErasedAsync(digest, cancellationToken).ConfigureAwait(false)
            ? []
            : [new(LogFlaw.ClosingDiffers, closing.Index, ClosedId.NameOf(digest))];
    }

    /// <summary>The log says what is closed before the record goes.</summary>
    private async ValueTask<bool> IsBeingErasedAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        await foreach (var record in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (record.State == ContactState.Erasing && await tracking.DigestOfAsync(record.Id, cancellationToken).ConfigureAwait(false) == digest)
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<bool> IsKeptAsync(Sha256Digest digest, CancellationToken cancellationToken)
    {
        if (!_closings.TryGetValue(digest, out var closing))
        {
            // Opened meanwhile: a record like any other.
            return true;
        }

        var (closed, linked, _) = closing;
        var found = (await tracking.LoadAsync([new(closed.Name)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false)).RecordOf(closed.Name);
        if (found.State != ContactState.Closed || found.Closing != closed)
        {
            return false;
        }

        // Whoever was opened again is named by the id, and tells the link in entries of its own.
        var (kept, open) = (found.LinkedDigests().ToHashSet(), new HashSet<Sha256Digest>());
        foreach (var other in found.Links.Select(l => l.Other).Where(id => !ClosedId.IsName(id, out _)).Distinct())
        {
            open.Add(await tracking.DigestOfAsync(other, cancellationToken).ConfigureAwait(false));
        }

        return kept.IsSubsetOf(linked) && linked.All(digest => kept.Contains(digest) || open.Contains(digest));
    }
}
