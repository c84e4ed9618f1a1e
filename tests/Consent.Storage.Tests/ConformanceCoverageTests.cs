using Consent.Storage.InMemory;
using Consent.Storage.Tests.JsonLines;
using Consent.Testing.Conformance;

namespace Consent.Storage.Tests;

public class ConformanceCoverageTests
{
    [Fact]
    public void The_in_memory_store_runs_every_suite() => ConformanceCoverage.AssertComplete<InMemoryFixture>(typeof(ConformanceCoverageTests).Assembly);

    [Fact]
    public void The_worked_example_runs_every_suite() => ConformanceCoverage.AssertComplete<JsonLinesFixture>(typeof(ConformanceCoverageTests).Assembly);

    [Fact]
    public void All_suites_are_found() => Assert.Equal(
        [
            "Atomicity", "Audience", "Cancellation", "Concurrency", "Conflict", "Envelope", "Erasure", "Idempotency", "LogReading", "Model", "Notes", "Ordering", "Paging", "Promise", "RecordNumber", "Reopen", "Scan", "SealedLog", "Snapshot", "TextFidelity",
        ],
        ConformanceCoverage.Suites.Select(s => s.Name.Replace("Conformance`1", "", StringComparison.Ordinal)));

    [Fact]
    public void An_adapter_that_forgot_a_suite_fails_and_learns_which()
    {
        var missing = ConformanceCoverage.Missing<ForgetfulFixture>(typeof(ConformanceCoverageTests).Assembly);
        var failure = Assert.ThrowsAny<Exception>(() => ConformanceCoverage.AssertComplete<ForgetfulFixture>(typeof(ConformanceCoverageTests).Assembly));

        Assert.Equal(ConformanceCoverage.Suites.Count - 1, missing.Count);
        Assert.DoesNotContain(typeof(ConflictConformance<>), missing);
        Assert.Contains("SnapshotConformance<ForgetfulFixture>", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ConflictConformance", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_the_test_runner_does_not_see_does_not_count() =>
        Assert.Contains(typeof(SnapshotConformance<>), ConformanceCoverage.Missing<ForgetfulFixture>(typeof(ConformanceCoverageTests).Assembly));

    /// <summary>Of an adapter whose author wrote one suite's class, and another one that is not public.</summary>
    public sealed class ForgetfulFixture : StoreFixture
    {
        public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(new InMemoryConsentStore());
    }

    public sealed class ForgetfulConflicts : ConflictConformance<ForgetfulFixture>;

    internal sealed class HiddenSnapshots : SnapshotConformance<ForgetfulFixture>;
}
