namespace Consent.Tracking;

/// <summary>Which sources a run has met, and how old their documents were.</summary>
internal sealed class WholeFiles
{
    private readonly Dictionary<string, Timestamp> _sources = new(StringComparer.Ordinal);

    public void Add(ChangeWork work)
    {
        if (work.Document?.Record is { } record)
        {
            _sources[record.Source] = _sources.TryGetValue(record.Source, out var earliest) ? Timestamp.Min(earliest, record.AsOf) : record.AsOf;
        }
    }

    public async ValueTask KeepAsync(SourceDates dates, Timestamp now, CancellationToken cancellationToken)
    {
        foreach (var (source, asOf) in _sources)
        {
            await dates.KeepAsync(source, Timestamp.Min(asOf, now), cancellationToken).ConfigureAwait(false);
        }
    }
}
