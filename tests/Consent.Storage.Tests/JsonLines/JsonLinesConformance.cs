using Consent.Testing.Conformance;

namespace Consent.Storage.Tests.JsonLines;

public sealed class JsonLinesSnapshots : SnapshotConformance<JsonLinesFixture>;

public sealed class JsonLinesAtomicity : AtomicityConformance<JsonLinesFixture>;

public sealed class JsonLinesConflicts : ConflictConformance<JsonLinesFixture>;

public sealed class JsonLinesIdempotency : IdempotencyConformance<JsonLinesFixture>;

public sealed class JsonLinesOrdering : OrderingConformance<JsonLinesFixture>;

public sealed class JsonLinesLogReading : LogReadingConformance<JsonLinesFixture>;

public sealed class JsonLinesScan : ScanConformance<JsonLinesFixture>;

public sealed class JsonLinesTextFidelity : TextFidelityConformance<JsonLinesFixture>;

public sealed class JsonLinesCancellation : CancellationConformance<JsonLinesFixture>;

public sealed class JsonLinesConcurrency : ConcurrencyConformance<JsonLinesFixture>;

public sealed class JsonLinesModel : ModelConformance<JsonLinesFixture>;

public sealed class JsonLinesPromises : PromiseConformance<JsonLinesFixture>;

public sealed class JsonLinesSealedLog : SealedLogConformance<JsonLinesFixture>;

public sealed class JsonLinesErasure : ErasureConformance<JsonLinesFixture>;

public sealed class JsonLinesAudience : AudienceConformance<JsonLinesFixture>;

public sealed class JsonLinesPaging : PagingConformance<JsonLinesFixture>;

public sealed class JsonLinesReopen : ReopenConformance<JsonLinesFixture>;

public sealed class JsonLinesNotes : NotesConformance<JsonLinesFixture>;

public sealed class JsonLinesRecordNumbers : RecordNumberConformance<JsonLinesFixture>;

public sealed class JsonLinesEnvelopes : EnvelopeConformance<JsonLinesFixture>;
