using Consent.Auditing;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>What tracking writes to the host's log. No personal data: counts, outcomes and fixed words. Listed in <c>docs/telemetry.md</c>.</summary>
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

    [LoggerMessage(6, LogLevel.Information, "One person's own data was exported: {Entries} entries")]
    public static partial void Exported(ILogger logger, int entries);

    [LoggerMessage(7, LogLevel.Information, "Two contacts were linked as one person, or a link undone: {Outcome}")]
    public static partial void Linked(ILogger logger, ChangeOutcome outcome);

    [LoggerMessage(8, LogLevel.Error, "The checkpoint of {Size} entries could not be published in one place; the next one says all that it said")]
    public static partial void CheckpointNotPublished(ILogger logger, long size);

    [LoggerMessage(9, LogLevel.Warning, "An erasure from the journal was carried on: {Outcome}")]
    public static partial void ErasureResumed(ILogger logger, ErasureOutcome outcome);

    [LoggerMessage(10, LogLevel.Warning, "A restored log of {Size} entries goes on under another origin; {Erasures} erasure(s) are done anew; permits wait until the changes since were sent again")]
    public static partial void Recovered(ILogger logger, long size, int erasures);

    [LoggerMessage(11, LogLevel.Warning, "{Count} publication(s) of a notice or purpose in the log do not fit this host's options, or cannot be read by this version, and are left out")]
    public static partial void PublicationsLeftOut(ILogger logger, int count);

    [LoggerMessage(12, LogLevel.Information, "A wrong record was to be taken out: {Outcome}")]
    public static partial void Rectified(ILogger logger, RectificationOutcome outcome);

    [LoggerMessage(13, LogLevel.Error, "A checkpoint is late: the signer or a place did not answer in time, or failed. What was committed stays committed; it is tried again in the background")]
    public static partial void CheckpointLate(ILogger logger);

    [LoggerMessage(14, LogLevel.Error, "A place has {Count} checkpoint(s) of this log's name that no known key signed; they are ignored. Look for who put them there")]
    public static partial void CheckpointsNotBelieved(ILogger logger, int count);

    [LoggerMessage(15, LogLevel.Error, "A place has lost the checkpoints that it took, up to the one of {Size} entries: what it shows proves nothing before the next one")]
    public static partial void CheckpointsLost(ILogger logger, long size);

    [LoggerMessage(16, LogLevel.Critical, "The audit log was altered ({Flaw}, {Size} entries are known): nothing is decided or changed until the privacy manager recovers it")]
    public static partial void LogAltered(ILogger logger, LogFlaw flaw, long size);

    [LoggerMessage(17, LogLevel.Warning, "Checkpoints are signed with another key than {KeyId} from here on: publish the new one")]
    public static partial void SignerChanged(ILogger logger, string keyId);

    [LoggerMessage(18, LogLevel.Warning, "The signing key (default: {IsKeyDefault}) and the published checkpoints (default: {IsSinkDefault}) lie in the store's keys folder, in the operator's own hands: publish checkpoints where those do not reach")]
    public static partial void DefaultsInUse(ILogger logger, bool isKeyDefault, bool isSinkDefault);

    [LoggerMessage(19, LogLevel.Critical, "A contact's record was altered in the database: decisions about that contact are denied and its changes fail; verify the log and the state, and find out who writes into the database")]
    public static partial void RecordAltered(ILogger logger);

    [LoggerMessage(20, LogLevel.Critical, "Verifying the log and the state found {Flaw} at {Index}: somebody wrote into the database, or it is damaged")]
    public static partial void StateFlawed(ILogger logger, LogFlaw flaw, long index);

    [LoggerMessage(21, LogLevel.Critical, "{Count} time(s) a note, a checkpoint or the name of a key to be removed was met in the database that this library did not write, or that is damaged: it counts as absent; find out who writes into the database")]
    public static partial void RowsAltered(ILogger logger, long count);

    [LoggerMessage(22, LogLevel.Warning, "A record that was altered was to be folded anew from the log: {Outcome}")]
    public static partial void Rebuilt(ILogger logger, RebuildOutcome outcome);

    [LoggerMessage(23, LogLevel.Error, "A change could not be written, and whoever sent it was told so: {Trouble}")]
    public static partial void ChangeRefused(ILogger logger, string trouble);

    [LoggerMessage(24, LogLevel.Information, "Decisions were recorded as used: {Permitted} permitted, cut off: {IsCutOff}")]
    public static partial void Used(ILogger logger, long permitted, bool isCutOff);

    [LoggerMessage(25, LogLevel.Information, "A person's request was filed, extended, answered or refused: {Kind}, {Outcome}")]
    public static partial void Requested(ILogger logger, SubjectRequestKind? kind, SubjectRequestOutcome outcome);
}
