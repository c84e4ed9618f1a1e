using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>What tracking writes to the host's log. No personal data.</summary>
internal static partial class TrackingLog
{
    [LoggerMessage(1, LogLevel.Debug, "A change from {Source} with {Statements} statement(s) was answered: {Outcome}")]
    public static partial void Applied(ILogger logger, ChangeOutcome outcome, ChangeSource source, int statements);

    [LoggerMessage(2, LogLevel.Warning, "An access was refused: {Permission} is not granted to the actor's roles")]
    public static partial void AccessDenied(ILogger logger, Permission permission);

    [LoggerMessage(3, LogLevel.Warning, "The store had transient trouble; {Left} retries are left")]
    public static partial void TransientTrouble(ILogger logger, int left);

    [LoggerMessage(4, LogLevel.Information, "A bulk run ended: {Done} item(s), {Recorded} recorded, {Quarantined} quarantined, dry run: {IsDryRun}")]
    public static partial void BulkEnded(ILogger logger, long done, long recorded, long quarantined, bool isDryRun);

    [LoggerMessage(5, LogLevel.Information, "The audit log was read: {What}")]
    public static partial void LogRead(ILogger logger, string what);
}
