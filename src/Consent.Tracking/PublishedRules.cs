using Consent.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>The rules in force: what the options say, and the notices and purposes published since, here or by another host, in the order of the log.</summary>
#pragma warning disable CA1001 // The semaphore is never waited for by its handle, so it holds nothing to dispose of.
internal sealed class PublishedRules(ConsentRules options, ILogger logger)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConsentRules _options = options;
    private volatile ConsentRules _current = options;
    private NoticeCatalog _logged = NoticeCatalog.Empty;
    private long _position;
    private long _lookedAt = Timestamp.MinValue.UnixMicroseconds;

    public ConsentRules Current => _current;

    /// <summary>What the options say, without what was published since.</summary>
    public ConsentRules OfOptions => _options;

    /// <summary>Whether it is time to look again. Of those who ask at once, one is told so; the others go on with what is known.</summary>
    public bool IsDue(Timestamp now, TimeSpan interval)
    {
        var lookedAt = Interlocked.Read(ref _lookedAt);
        return now.Since(Timestamp.FromUnixMicroseconds(lookedAt)) >= interval && Interlocked.CompareExchange(ref _lookedAt, now.UnixMicroseconds, lookedAt) == lookedAt;
    }

    /// <summary>Reads what was published since the last reading.</summary>
    public async ValueTask ReadAsync(IConsentStore store, Timestamp now, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var size = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
            if (size < _position)
            {
                // An older database was put in its place: what it does not have was not published in it.
                (_current, _logged, _position) = (_options, NoticeCatalog.Empty, 0);
            }

            if (size > _position)
            {
                var notices = await ReadAsync(store, AuditEntryType.NoticePublished, size, LogEvents.PublishedNotice, cancellationToken).ConfigureAwait(false);
                var purposes = await ReadAsync(store, AuditEntryType.TaxonomyChanged, size, LogEvents.PublishedPurpose, cancellationToken).ConfigureAwait(false);
                Take(notices, purposes);
                _position = size;
            }

            Interlocked.Exchange(ref _lookedAt, now.UnixMicroseconds);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Refuses options that say something else of a notice than what was published under its version: which of them people saw, nobody could tell.</summary>
    /// <exception cref="OptionsValidationException">They do.</exception>
    public void DemandNoContradiction()
    {
        _options.Notices.With(_logged.Notices, out var refused);
        if (!refused.IsEmpty)
        {
            var versions = string.Join(", ", refused.Select(n => $"'{n.Version}'"));
            throw new OptionsValidationException(
                nameof(ConsentTrackingOptions),
                typeof(ConsentTrackingOptions),
                [$"Consent tracking: the options say something else of the notice version {versions} than what was published in the audit log. A notice that says something else needs a version of its own."]);
        }
    }

    private async ValueTask<List<T>> ReadAsync<T>(IConsentStore store, AuditEntryType type, long size, Func<AuditEntry, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var published = new List<T>();
        var unreadable = 0;
        await foreach (var entry in store.ReadLogAsync(new() { Type = type, From = _position, To = size }, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (read(entry) is { } publication)
                {
                    published.Add(publication);
                }
            }
            catch (Exception flaw) when (flaw is FormatException or ArgumentException)
            {
                // Of a later version of this library: not known here, so nothing is permitted on the ground of it.
                unreadable++;
            }
        }

        if (unreadable > 0)
        {
            TrackingLog.PublicationsLeftOut(logger, unreadable);
        }

        return published;
    }

    private void Take(List<Notice> notices, List<TaxonomyAddition> purposes)
    {
        _logged = _logged.With(notices, out _);
        var catalog = _current.Notices.With(_logged.Notices, out var contradicting);
        var taxonomy = _current.Taxonomy.With(purposes, out var leftOut);
        if (contradicting.Length + leftOut > 0)
        {
            TrackingLog.PublicationsLeftOut(logger, contradicting.Length + leftOut);
        }

        // The same rules stay the same object: audiences that are kept ready go by it.
        var rules = ReferenceEquals(catalog, _current.Notices) ? _current : _current.With(catalog);
        _current = ReferenceEquals(taxonomy, rules.Taxonomy) ? rules : rules.With(taxonomy);
    }
}
