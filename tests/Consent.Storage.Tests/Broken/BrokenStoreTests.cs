using System.Reflection;
using Consent.Testing.Conformance;

namespace Consent.Storage.Tests.Broken;

/// <summary>A conformance suite is worth what it catches.</summary>
public class BrokenStoreTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { nameof(LostUpdates), "Conflict" },
        { nameof(LostUpdates), "Concurrency" },
        { nameof(LostUpdates), "Model" },
        { nameof(ChecksOneVersion), "Conflict" },
        { nameof(ForgottenIdempotency), "Idempotency" },
        { nameof(ForgottenIdempotency), "Model" },
        { nameof(VersionsBeforeChangeIds), "Idempotency" },
        { nameof(EntriesApartFromSnapshots), "Atomicity" },
        { nameof(EntriesApartFromSnapshots), "Concurrency" },
        { nameof(SnapshotsOneByOne), "Atomicity" },
        { nameof(StopsAtConflict), "Atomicity" },
        { nameof(FirstEntryOnly), "Envelope" },
        { nameof(DeafToCancellation), "Cancellation" },
        { nameof(DuplicateIndex), "Ordering" },
        { nameof(GapInTheLog), "Ordering" },
        { nameof(LosesEntries), "Concurrency" },
        { nameof(FallingRecordedAt), "Ordering" },
        { nameof(MillisecondTimes), "TextFidelity" },
        { nameof(TrimmedText), "TextFidelity" },
        { nameof(CaseBlindIds), "TextFidelity" },
        { nameof(HistoryWithoutReadings), "LogReading" },
        { nameof(RecordedBefore), "LogReading" },
        { nameof(ScanInCultureOrder), "Scan" },
        { nameof(ScanInUtf8Order), "Scan" },
        { nameof(ScanByOffset), "Scan" },
        { nameof(StaleSnapshots), "Snapshot" },
        { nameof(StaleSnapshots), "Promise" },
        { nameof(RewrittenPayloads), "SealedLog" },
        { nameof(WrongNode), "SealedLog" },
        { nameof(CheckpointsGoBack), "SealedLog" },
        { nameof(ErasesNothing), "Erasure" },
        { nameof(ForgetsClosings), "Erasure" },
        { nameof(KeepsSlots), "Erasure" },
        { nameof(IgnoresMarks), "Erasure" },
        { nameof(LosesChanges), "Audience" },
        { nameof(TellsTwice), "Audience" },
        { nameof(TellsWhatWas), "Audience" },
        { nameof(TellsNoErasure), "Audience" },
        { nameof(SharesNumbers), "Audience" },
        { nameof(FindsTheGone), "Audience" },
        { nameof(ChecksThenActs), "Concurrency" },
        { nameof(HalfWhenCancelled), "Cancellation" },
        { nameof(TroubleWhenCancelled), "Cancellation" },
        { nameof(LogByOffset), "Paging" },
        { nameof(OnePageOnly), "Paging" },
        { nameof(ScanByOffset), "Paging" },
        { nameof(EmptyWhenReopened), "Reopen" },
        { nameof(ForgetsChangeIdsWhenReopened), "Reopen" },
        { nameof(LosesTheSuppressionKey), "Reopen" },
        { nameof(MakesAnotherDigestKey), "Reopen" },
        { nameof(SealsLinksAnew), "Reopen" },
        { nameof(SwapsUnseen), "Notes" },
        { nameof(PurgesTheLiving), "Notes" },
        { nameof(NotesInCultureOrder), "Notes" },
        { nameof(NumbersOfIds), "RecordNumber" },
        { nameof(NumbersOfTheMoment), "RecordNumber" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_store_is_caught(string store, string suite)
    {
        var type = typeof(BrokenStore).Assembly.GetType($"{typeof(BrokenStore).Namespace}.{store}", throwOnError: true)!;

        Assert.NotEmpty(await FailuresAsync(type, $"{suite}Conformance`1", most: 1));
    }

    [Fact]
    public async Task The_store_that_the_broken_ones_are_made_of_is_not()
    {
        foreach (var suite in ConformanceCoverage.Suites.Where(s => s != typeof(ConcurrencyConformance<>) && s != typeof(PromiseConformance<>)))
        {
            Assert.Empty(await FailuresAsync(typeof(Sound), suite.Name));
        }
    }

    [Fact]
    public void Every_suite_catches_something()
    {
        var catching = Broken.Select(row => $"{row.Data.Item2}Conformance`1").ToHashSet(StringComparer.Ordinal);

        Assert.Empty(ConformanceCoverage.Suites.Select(s => s.Name).Except(catching, StringComparer.Ordinal));
    }

    /// <summary>Runs a suite's tests on a store, as the test runner would, and returns the names of those that failed; it stops at so many.</summary>
    private static async Task<List<string>> FailuresAsync(Type store, string suite, int most = int.MaxValue)
    {
        var runnable = typeof(BrokenSuites).GetNestedTypes(BindingFlags.NonPublic).Single(t => t.BaseType!.Name == suite)
            .MakeGenericType(typeof(BrokenFixture<>).MakeGenericType(store));
        var failures = new List<string>();
        foreach (var test in runnable.GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>(inherit: true) is not null))
        {
            var rows = test.GetCustomAttributes<InlineDataAttribute>(inherit: true).Select(d => d.Data).DefaultIfEmpty([]);
            foreach (var row in rows)
            {
                await using var instance = (IAsyncDisposable)Activator.CreateInstance(runnable)!;
                try
                {
                    await (Task)test.Invoke(instance, [.. test.GetParameters().Zip(row, (p, value) => Convert.ChangeType(value, p.ParameterType))])!;
                }
#pragma warning disable CA1031 // Whatever it fails with, it is caught.
                catch (Exception)
#pragma warning restore CA1031
                {
                    failures.Add(test.Name);
                    if (failures.Count == most)
                    {
                        return failures;
                    }
                }
            }
        }

        return failures;
    }

    internal sealed class Sound : BrokenStore;

    internal sealed class BrokenFixture<TStore> : StoreFixture
        where TStore : IConsentStore, new()
    {
        public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(new TStore());

        public override ValueTask<IConsentStore> ReopenAsync(IConsentStore store, CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(((BrokenStore)store).Reopened());
    }
}
