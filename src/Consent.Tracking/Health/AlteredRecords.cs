using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Counts the records met that do not verify. Health is bad from the first one on, until the state was verified or recovered. Thread-safe.</summary>
internal sealed class AlteredRecords
{
    private long _met;

    public bool WereMet => Volatile.Read(ref _met) > 0;

    public void Met(ILogger logger)
    {
        ConsentTelemetry.CountAltered();
        if (Interlocked.Increment(ref _met) == 1)
        {
            TrackingLog.RecordAltered(logger);
        }
    }

    /// <summary>All records were compared with the log, and hold.</summary>
    public void Clear() => Volatile.Write(ref _met, 0);
}
