using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The register of requests, as the log tells it. The log is the register: this is what one process has read of it, and each look reads what came since.</summary>
internal sealed class RequestRegister(bool passesOverShut = false) : IDisposable
{
    private static readonly AuditEntryType[] s_types = [AuditEntryType.Requested, AuditEntryType.RequestExtended, AuditEntryType.RequestAnswered];

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<Sha256Digest, long> _filings = [];
    private ImmutableDictionary<SubjectRequestNumber, RegisteredRequest> _requests = ImmutableDictionary<SubjectRequestNumber, RegisteredRequest>.Empty;
    private long _read;

    /// <summary>Every request on record now. Those of somebody whose key is lost are passed over, and told to be missing: they are in nobody else's way, and are read again once the key is back.</summary>
    public async ValueTask<RegisteredRequests> ReadAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        try
        {
            return new(await ReadAllAsync(tracking, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ConsentStoreException trouble) when (!trouble.IsTransient)
        {
            using var readable = new RequestRegister(passesOverShut: true);
            return new(await readable.ReadAllAsync(tracking, cancellationToken).ConfigureAwait(false), trouble);
        }
    }

    /// <summary>What was read of the log counts no more: a backup was restored.</summary>
    public async ValueTask ForgetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        Forget();
        _one.Release();
    }

    public void Dispose() => _one.Dispose();

    private async ValueTask<ImmutableDictionary<SubjectRequestNumber, RegisteredRequest>> ReadAllAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        await tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var size = (await tracking.RetriedAsync(() => tracking.Store.GetHeadAsync(cancellationToken), cancellationToken).ConfigureAwait(false)).Size;
            if (size < _read)
            {
                Forget();
            }

            var entries = new List<AuditEntry>();
            foreach (var type in size == _read ? [] : s_types)
            {
                var query = new LogQuery { Type = type, From = _read, To = size };
                entries.AddRange(passesOverShut ? await ReadableEntries.ReadAsync(tracking, query, cancellationToken).ConfigureAwait(false) : await tracking.EntriesAsync(query, cancellationToken).ConfigureAwait(false));
            }

            var requests = _requests.ToBuilder();
            foreach (var entry in entries.OrderBy(e => e.Index))
            {
                if (!await IsFiledAlreadyAsync(tracking, entry, cancellationToken).ConfigureAwait(false))
                {
                    var number = LogEvents.RequestOf(entry).Number;
                    requests[number] = RegisteredRequest.After(requests.GetValueOrDefault(number), entry);
                }
            }

            (_requests, _read) = (requests.ToImmutable(), size);
            return _requests;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Whether the same was filed before, by a try whose answer was lost or at the same instant elsewhere. One whose entry was erased since is not known any more.</summary>
    private async ValueTask<bool> IsFiledAlreadyAsync(TrackingContext tracking, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (LogEvents.FilingOf(entry) is not { } filing)
        {
            return false;
        }

        var first = _filings.GetValueOrDefault(filing, entry.Index);
        if (first < entry.Index && !(await tracking.EntriesAsync(new() { Type = AuditEntryType.Requested, From = first, To = first + 1 }, cancellationToken).ConfigureAwait(false)).IsEmpty)
        {
            return true;
        }

        _filings[filing] = entry.Index;
        return false;
    }

    private void Forget()
    {
        _filings.Clear();
        (_requests, _read) = (_requests.Clear(), 0);
    }
}
