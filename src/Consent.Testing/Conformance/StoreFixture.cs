using System.Globalization;
using Consent.Storage;

namespace Consent.Testing.Conformance;

/// <summary>Where the conformance suites get their stores from: each adapter writes one.</summary>
/// <remarks>A test makes one fixture, asks it for stores, and disposes of it. Where a database is not at hand, <see cref="CreateAsync"/> calls <c>Assert.Skip</c>.</remarks>
public abstract class StoreFixture : IAsyncDisposable
{
    /// <summary>How many generated cases each law is tried on: 100, or a fiftieth of what the environment variable <c>CONSENT_CASES</c> says, which counts Core's cases.</summary>
    public virtual int Cases =>
        int.TryParse(Environment.GetEnvironmentVariable("CONSENT_CASES"), CultureInfo.InvariantCulture, out var cases) ? Math.Max(1, cases / 50) : 100;

    /// <summary>Makes a store that is empty. Those made by this fixture before are not used any more.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public abstract ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken);

    /// <summary>Opens a store that this fixture made anew, as after a restart of the process. Unless it is overridden, the store stays as it is: one that keeps nothing has nothing to open.</summary>
    /// <param name="store">A store that <see cref="CreateAsync"/> made, or this method. It is not used any more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A store over the same data.</returns>
    public virtual ValueTask<IConsentStore> ReopenAsync(IConsentStore store, CancellationToken cancellationToken) => ValueTask.FromResult(store);

    /// <summary>Lets go of all that it made.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
