using Consent.Testing.Conformance;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class PostgreSqlSnapshots : SnapshotConformance<PostgreSqlFixture>;

public sealed class PostgreSqlAtomicity : AtomicityConformance<PostgreSqlFixture>;

public sealed class PostgreSqlConflicts : ConflictConformance<PostgreSqlFixture>;

public sealed class PostgreSqlIdempotency : IdempotencyConformance<PostgreSqlFixture>;

public sealed class PostgreSqlOrdering : OrderingConformance<PostgreSqlFixture>;

public sealed class PostgreSqlLogReading : LogReadingConformance<PostgreSqlFixture>;

public sealed class PostgreSqlScan : ScanConformance<PostgreSqlFixture>;

public sealed class PostgreSqlTextFidelity : TextFidelityConformance<PostgreSqlFixture>;

public sealed class PostgreSqlCancellation : CancellationConformance<PostgreSqlFixture>;

public sealed class PostgreSqlConcurrency : ConcurrencyConformance<PostgreSqlFixture>;

public sealed class PostgreSqlModel : ModelConformance<PostgreSqlFixture>;

public sealed class PostgreSqlPromises : PromiseConformance<PostgreSqlFixture>;

public sealed class PostgreSqlSealedLog : SealedLogConformance<PostgreSqlFixture>;

public sealed class PostgreSqlErasure : ErasureConformance<PostgreSqlFixture>;

public sealed class PostgreSqlAudience : AudienceConformance<PostgreSqlFixture>;

public sealed class PostgreSqlPaging : PagingConformance<PostgreSqlFixture>;

public sealed class PostgreSqlReopen : ReopenConformance<PostgreSqlFixture>;

public sealed class PostgreSqlNotes : NotesConformance<PostgreSqlFixture>;

public sealed class PostgreSqlRecordNumbers : RecordNumberConformance<PostgreSqlFixture>;

public sealed class PostgreSqlEnvelopes : EnvelopeConformance<PostgreSqlFixture>;
