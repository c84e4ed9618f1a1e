using System.Globalization;
using System.Text;
using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Remembers that the log was altered: from then on nothing is decided or changed until the privacy manager recovers it, also after a restart where the store has a keys folder. Thread-safe.</summary>
internal sealed class LogGuard(string? keysFolder, TimeSpan delay, TimeProvider clock, ILogger logger)
{
    private const string FileName = "log-altered";

    private volatile AuditLogAlteredException? _altered;

    /// <summary>Whether this process, or one before it, knows that the log was altered.</summary>
    public bool IsAltered => _altered is not null || File.Exists(Marker);

    /// <summary>Whether this process knows it: what is asked before each call.</summary>
    public bool IsKnown => _altered is not null;

    private string? Marker => keysFolder is null ? null : Path.Combine(keysFolder, FileName);

    /// <summary>Refused, where it is known to be altered.</summary>
    public ValueTask Refusal() => _altered is { } altered ? ValueTask.FromException(new AuditLogAlteredException(altered.Message, altered.Flaw, altered.Size)) : ValueTask.CompletedTask;

    /// <summary>What a process before this one knew.</summary>
    /// <exception cref="AuditLogAlteredException">The log was altered, and not recovered since.</exception>
    public ValueTask ReadMarkerAsync()
    {
        _altered = Marked() ?? _altered;
        return Refusal();
    }

    /// <summary>Whether all that is known is that the log was shorter than this, or not at hand: it may have been brought back whole since.</summary>
    public bool MayBeWhole(long size) => (_altered ?? Marked()) is { Flaw: LogFlaw.CutOff, Size: > 0 and var known } && known <= size;

    private AuditLogAlteredException? Marked()
    {
        if (Marker is not { } marker || !File.Exists(marker))
        {
            return null;
        }

        var lines = Lines(marker);
        var size = lines.Length == 3 && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        var flaw = Enum.TryParse<LogFlaw>(lines[0], out var known) ? known : LogFlaw.CutOff;
        return new(
            $"{(lines.Length == 3 ? lines[2] : "The log was altered.")} So the file {marker} says, and it stays so until the privacy manager recovers the log: ConsentPrivacy.As(manager).RecoverAsync().", flaw, size);
    }

    /// <summary>Does something that may show that the log was altered. It is asked for once more, for a failover in good order ends by itself; then it is so.</summary>
    /// <exception cref="AuditLogAlteredException">It was altered.</exception>
    public async ValueTask<T> AskedTwiceAsync<T>(Func<ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (AuditLogAlteredException) when (!IsKnown)
        {
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (AuditLogAlteredException altered)
        {
            Set(altered);
            throw;
        }
    }

    /// <summary>The log was recovered, or is whole after all, as the privacy manager says.</summary>
    /// <exception cref="ConsentStoreException">The marker cannot be taken away.</exception>
    public void Lift()
    {
        try
        {
            if (Marker is { } marker && File.Exists(marker))
            {
                File.Delete(marker);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The file {Marker} cannot be deleted: {trouble.GetType().Name}.", isTransient: false, trouble);
        }

        _altered = null;
    }

    private static string[] Lines(string marker)
    {
        try
        {
            return File.ReadAllText(marker).Split('\n', 3, StringSplitOptions.TrimEntries);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [""];
        }
    }

    private void Set(AuditLogAlteredException altered)
    {
        if (Interlocked.CompareExchange(ref _altered, altered, null) is not null)
        {
            return;
        }

        TrackingLog.LogAltered(logger, altered.Flaw, altered.Size);
        try
        {
            if (Marker is { } marker)
            {
                KeyFile.Replace(marker, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{altered.Flaw}\n{altered.Size}\n{altered.Message}\n")));
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // This process knows it all the same.
            TrackingLog.TransientTrouble(logger, 0);
        }
    }
}
