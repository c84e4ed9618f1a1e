using Consent.Storage.InMemory;
using Consent.Testing.Conformance;

namespace Consent.Storage.Tests;

public sealed class InMemoryFixture : StoreFixture
{
    public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(new InMemoryConsentStore());
}
