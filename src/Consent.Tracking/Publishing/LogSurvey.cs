using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What is known of a log when its host starts.</summary>
/// <param name="Lineage">Its origins.</param>
/// <param name="Size">How many entries it has.</param>
/// <param name="Kept">The last checkpoint in the database.</param>
/// <param name="Last">The same, where one of the log's keys signed it.</param>
/// <param name="Published">The last one known from outside: of the latest origin, the greatest.</param>
/// <param name="Shortage">What is wrong when the log is shorter than it was; else <see langword="null"/>.</param>
internal sealed record LogSurvey(LogLineage Lineage, long Size, StoredCheckpoint? Kept, SignedCheckpoint? Last, Checkpoint? Published, AuditLogAlteredException? Shortage);
