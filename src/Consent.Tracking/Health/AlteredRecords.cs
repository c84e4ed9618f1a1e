using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>What was found wrong with the state that decisions rest on: records met that do not verify, or the flaw that verifying everything named. Health is bad from then on, until all of it was verified or recovered. Thread-safe.</summary>
internal sealed class AlteredRecords
{
    // Another contact's success says nothing of what stands in one's way: a missing key, a swallowed row.
    private static readonly TimeSpan s_remembered = TimeSpan.FromHours(1);

    private long _met;
    private Found? _flaw;
    private string? _unverified;
    private Refusal? _refused;
    private long _rows;
    private long _rowsBefore;

    /// <summary>What is wrong, in a sentence without personal data; <see langword="null"/>: nothing is known.</summary>
    public string? Flaw =>
        Volatile.Read(ref _flaw) is { } found ? $"Verifying the log and the state found {found.What}. What that means and what to do is in the library's repository on the page docs/operations.md, under \"What an error means\"; until a whole verification finds nothing, this stays."
        : Volatile.Read(ref _unverified) is { } stopped ? $"The log and the state could not be verified: {stopped}"
        : Volatile.Read(ref _rows) > Volatile.Read(ref _rowsBefore) ? "A note, a checkpoint or the name of a key to be removed was met in the database that this library did not write: it counts as absent. Find out who writes into the database."
        : Volatile.Read(ref _met) > 0 ? "A contact's record was altered in the database: verify the state (ConsentAudit.As(officer).VerifyAsync), and find out who writes into the database."
        : null;

    /// <summary>Whose records are not to be relied on, although they verify.</summary>
    public DoubtedRecords Doubted { get; } = new();

    /// <summary>Whether a record was met, since all was verified last, that is not to be relied on: then decisions may have rested on something else than the log.</summary>
    public bool IsAny => Volatile.Read(ref _met) > 0 || Doubted.IsAny;

    /// <summary>Why a change could not be written, in a sentence without personal data: the last one, or, where it was no passing trouble, one of the last hour; <see langword="null"/>: none.</summary>
    public string? Refused => Volatile.Read(ref _refused)?.Why;

    /// <summary>A change was written.</summary>
    public void Accept(Timestamp now)
    {
        if (Volatile.Read(ref _refused) is { } refusal && (!refusal.IsLasting || now >= refusal.At.Plus(s_remembered)))
        {
            Volatile.Write(ref _refused, null);
        }
    }

    /// <summary>A change could not be written, and whoever sent it was told so.</summary>
    public void Refuse(ConsentStoreException trouble, Timestamp now, ILogger logger)
    {
        if (Interlocked.Exchange(ref _refused, new(trouble.Message, !trouble.IsTransient, now)) is null)
        {
            TrackingLog.ChangeRefused(logger, trouble.Message);
        }
    }

    /// <summary>Verifying came to no end.</summary>
    public void Stopped(Exception trouble) => Volatile.Write(ref _unverified, trouble is ConsentStoreException ? trouble.Message : trouble.GetType().Name);

    /// <summary>What another process, or this one before it was started anew, found last. It ends an alarm only where it is younger: what was found here may not have been kept.</summary>
    /// <param name="kept">What is kept of it.</param>
    public void Told(LastVerified kept)
    {
        var known = Volatile.Read(ref _flaw)?.At;
        if (kept.Flaw != LogFlaw.None)
        {
            Volatile.Write(ref _flaw, new Found($"{kept.Flaw} at {kept.Index} ({kept.At})", kept.At));
        }
        else if (kept.At > known)
        {
            Volatile.Write(ref _flaw, null);
        }

        // Of the same verification others may have folded some anew.
        if (known is null || kept.At >= known)
        {
            Doubted.Replace(kept.Doubted.Select(ClosedId.NameOf), kept.IsEverybody);
        }
    }

    /// <summary>A record was met that does not verify.</summary>
    public void Met(ILogger logger)
    {
        ConsentTelemetry.CountAltered();
        if (Interlocked.Increment(ref _met) == 1)
        {
            TrackingLog.RecordAltered(logger);
        }
    }

    /// <summary>Asks the store which other rows it met that do not verify.</summary>
    public void Look(IConsentStore store, ILogger logger)
    {
        if (store is not IStoredRows rows || rows.AlteredRows is var now && now == Volatile.Read(ref _rows))
        {
            return;
        }

        // A store that was opened anew counts anew.
        var before = Interlocked.Exchange(ref _rows, now);
        if (now > before)
        {
            ConsentTelemetry.CountAltered(now - before);
            TrackingLog.RowsAltered(logger, now - before);
        }
    }

    /// <summary>The log and all that rests on it was verified.</summary>
    /// <param name="verdict">What came of it.</param>
    /// <param name="doubted">Whose records are not what the log comes to; <see langword="null"/>: they were not compared with it.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="logger">Is told of a flaw.</param>
    public void Verified(LogVerdict verdict, IEnumerable<ContactId>? doubted, Timestamp now, ILogger logger)
    {
        if (doubted is not null)
        {
            Doubted.Replace(doubted);
        }

        Volatile.Write(ref _unverified, null);
        Volatile.Write(ref _flaw, verdict.IsSound ? null : new Found(verdict.ToString(), now));
        if (verdict.IsSound)
        {
            Forgive();
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
        Doubted.Replace([]);
        Forgive();
    }

    private void Forgive()
    {
        Volatile.Write(ref _met, 0);
        Volatile.Write(ref _rowsBefore, Volatile.Read(ref _rows));
    }

    private sealed record Found(string What, Timestamp At);

    private sealed record Refusal(string Why, bool IsLasting, Timestamp At);
}
