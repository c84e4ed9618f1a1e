using Consent.Testing.Conformance;

namespace Consent.Storage.Tests;

public sealed class InMemorySnapshots : SnapshotConformance<InMemoryFixture>;

public sealed class InMemoryAtomicity : AtomicityConformance<InMemoryFixture>;

public sealed class InMemoryConflicts : ConflictConformance<InMemoryFixture>;

public sealed class InMemoryIdempotency : IdempotencyConformance<InMemoryFixture>;

public sealed class InMemoryOrdering : OrderingConformance<InMemoryFixture>;

public sealed class InMemoryLogReading : LogReadingConformance<InMemoryFixture>;

public sealed class InMemoryScan : ScanConformance<InMemoryFixture>;

public sealed class InMemoryTextFidelity : TextFidelityConformance<InMemoryFixture>;

public sealed class InMemoryCancellation : CancellationConformance<InMemoryFixture>;

public sealed class InMemoryConcurrency : ConcurrencyConformance<InMemoryFixture>;

public sealed class InMemoryModel : ModelConformance<InMemoryFixture>;

public sealed class InMemoryPromises : PromiseConformance<InMemoryFixture>;

public sealed class InMemorySealedLog : SealedLogConformance<InMemoryFixture>;

public sealed class InMemoryErasure : ErasureConformance<InMemoryFixture>;

public sealed class InMemoryAudience : AudienceConformance<InMemoryFixture>;

public sealed class InMemoryPaging : PagingConformance<InMemoryFixture>;

public sealed class InMemoryReopen : ReopenConformance<InMemoryFixture>;

public sealed class InMemoryNotes : NotesConformance<InMemoryFixture>;

public sealed class InMemoryRecordNumbers : RecordNumberConformance<InMemoryFixture>;

public sealed class InMemoryEnvelopes : EnvelopeConformance<InMemoryFixture>;
