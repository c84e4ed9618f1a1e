using Consent.Testing.Conformance;

namespace Consent.Storage.Tests.Broken;

/// <summary>Every suite, runnable on any store, and not public, so that the test runner does not run it by itself.</summary>
internal static class BrokenSuites
{
    internal sealed class Snapshots<T> : SnapshotConformance<T> where T : StoreFixture, new();

    internal sealed class Atomicity<T> : AtomicityConformance<T> where T : StoreFixture, new();

    internal sealed class Conflicts<T> : ConflictConformance<T> where T : StoreFixture, new();

    internal sealed class Idempotency<T> : IdempotencyConformance<T> where T : StoreFixture, new();

    internal sealed class Ordering<T> : OrderingConformance<T> where T : StoreFixture, new();

    internal sealed class LogReading<T> : LogReadingConformance<T> where T : StoreFixture, new();

    internal sealed class Scan<T> : ScanConformance<T> where T : StoreFixture, new();

    internal sealed class TextFidelity<T> : TextFidelityConformance<T> where T : StoreFixture, new();

    internal sealed class Cancellation<T> : CancellationConformance<T> where T : StoreFixture, new();

    internal sealed class Concurrency<T> : ConcurrencyConformance<T> where T : StoreFixture, new();

    internal sealed class Model<T> : ModelConformance<T> where T : StoreFixture, new();

    internal sealed class Promises<T> : PromiseConformance<T> where T : StoreFixture, new();

    internal sealed class SealedLog<T> : SealedLogConformance<T> where T : StoreFixture, new();

    internal sealed class Audience<T> : AudienceConformance<T> where T : StoreFixture, new();

    internal sealed class Notes<T> : NotesConformance<T> where T : StoreFixture, new();

    internal sealed class Numbers<T> : RecordNumberConformance<T> where T : StoreFixture, new();

    internal sealed class Envelopes<T> : EnvelopeConformance<T> where T : StoreFixture, new();

    internal sealed class Erasure<T> : ErasureConformance<T> where T : StoreFixture, new();

    internal sealed class Paging<T> : PagingConformance<T> where T : StoreFixture, new();

    internal sealed class Reopen<T> : ReopenConformance<T> where T : StoreFixture, new();
}
