using Consent.Testing.Conformance;

namespace Consent.Storage.Sqlite.Tests;

public sealed class SqliteSnapshots : SnapshotConformance<SqliteFixture>;

public sealed class SqliteAtomicity : AtomicityConformance<SqliteFixture>;

public sealed class SqliteConflicts : ConflictConformance<SqliteFixture>;

public sealed class SqliteIdempotency : IdempotencyConformance<SqliteFixture>;

public sealed class SqliteOrdering : OrderingConformance<SqliteFixture>;

public sealed class SqliteLogReading : LogReadingConformance<SqliteFixture>;

public sealed class SqliteScan : ScanConformance<SqliteFixture>;

public sealed class SqliteTextFidelity : TextFidelityConformance<SqliteFixture>;

public sealed class SqliteCancellation : CancellationConformance<SqliteFixture>;

public sealed class SqliteConcurrency : ConcurrencyConformance<SqliteFixture>;

public sealed class SqliteModel : ModelConformance<SqliteFixture>;

public sealed class SqlitePromises : PromiseConformance<SqliteFixture>;

public sealed class SqliteSealedLog : SealedLogConformance<SqliteFixture>;

public sealed class SqliteErasure : ErasureConformance<SqliteFixture>;

public sealed class SqliteAudience : AudienceConformance<SqliteFixture>;

public sealed class SqlitePaging : PagingConformance<SqliteFixture>;

public sealed class SqliteReopen : ReopenConformance<SqliteFixture>;

public sealed class SqliteNotes : NotesConformance<SqliteFixture>;

public sealed class SqliteRecordNumbers : RecordNumberConformance<SqliteFixture>;

public sealed class SqliteEnvelopes : EnvelopeConformance<SqliteFixture>;
