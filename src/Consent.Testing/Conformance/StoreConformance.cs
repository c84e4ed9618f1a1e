using Consent.Storage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>What all conformance suites have in common. An adapter derives one class from each suite and writes nothing into it.</summary>
/// <typeparam name="TFixture">Makes the adapter's stores.</typeparam>
/// <example><code>public sealed class SqliteSnapshots : SnapshotConformance&lt;SqliteFixture&gt;;</code></example>
public abstract class StoreConformance<TFixture> : IAsyncDisposable
    where TFixture : StoreFixture, new()
{
    private readonly TFixture _fixture = new();

    private protected StoreConformance()
    {
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ValueTask<IConsentStore> CreateAsync() => _fixture.CreateAsync(Cancellation);

    private protected ValueTask<IConsentStore> ReopenAsync(IConsentStore store) => _fixture.ReopenAsync(store, Cancellation);

    /// <summary>Tries a law on generated cases; a counterexample is shrunk and printed with its seed.</summary>
    private protected async Task HoldsAsync<T>(Arbitrary<T> cases, Func<T, Task> law)
    {
        await CreateAsync(); // An adapter that is not at hand skips here; inside a property it would fail.
        await Task.Run(() => Prop.ForAll(cases, law).Check(LawConfig.Of(_fixture.Cases)), Cancellation);
    }
}
