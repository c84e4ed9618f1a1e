using Consent.Auditing;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>What was found wrong with the state that decisions rest on: records met that do not verify, or the flaw that verifying everything named. Health is bad from then on, until all of it was verified or recovered. Thread-safe.</summary>
internal sealed class AlteredRecords
{
    private long _met;
    private LogVerdict? _flaw;

    /// <summary>What is wrong, in a sentence without personal data; <see langword="null"/>: nothing is known.</summary>
    public string? Flaw =>
        Volatile.Read(ref _flaw) is { } verdict ? $"Verifying the log and the state found {verdict}: see docs/operations.md for what it means and what to do."
        : Volatile.Read(ref _met) > 0 ? "A contact's record was altered in the database: verify the state (ConsentAudit.As(officer).VerifyAsync), and find out who writes into the database."
        : null;

    /// <summary>A record was met that does not verify.</summary>
    public void Met(ILogger logger)
    {
        ConsentTelemetry.CountAltered();
        if (Interlocked.Increment(ref _met) == 1)
        {
            TrackingLog.RecordAltered(logger);
        }
    }

    /// <summary>The log and all that rests on it was verified.</summary>
    public void Verified(LogVerdict verdict, ILogger logger)
    {
        Volatile.Write(ref _flaw, verdict.IsSound ? null : verdict);
        if (verdict.IsSound)
        {
            Volatile.Write(ref _met, 0);
        }
        else
        {
            TrackingLog.StateFlawed(logger, verdict.Flaw, verdict.Index);
        }
    }

    /// <summary>The log was recovered from a backup: what was found is a matter of the database before.</summary>
    public void Clear()
    {
        Volatile.Write(ref _flaw, null);
        Volatile.Write(ref _met, 0);
    }
}
