using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The journal of a host that names none: gone with the process, as a store in memory is.</summary>
internal sealed class InProcessErasureJournal : IErasureJournal
{
    private readonly Lock _lock = new();
    private readonly List<ErasureRecord> _records = [];

    public ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _records.Add(record);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var place = _records.FindIndex(r => r.Id == id);
            if (place >= 0)
            {
                _records[place] = _records[place] with { State = state };
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<ErasureRecord>>([.. _records]);
        }
    }
}
