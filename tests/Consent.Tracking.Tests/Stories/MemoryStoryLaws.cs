using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing.Conformance;

namespace Consent.Tracking.Tests.Stories;

public sealed class MemoryStoryLaws : StoryLaws<MemoryStores>
{
    protected override int Cases => StoryCases.OfMemory;

    protected override int CasesPerStore => 1;
}

public sealed class MemoryStores : StoreFixture
{
    public override ValueTask<IConsentStore> CreateAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IConsentStore>(new InMemoryConsentStore());
}
