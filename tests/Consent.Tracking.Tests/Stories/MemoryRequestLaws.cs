namespace Consent.Tracking.Tests.Stories;

public sealed class MemoryRequestLaws : RequestLaws<MemoryStores>
{
    protected override int Cases => Math.Max(1, StoryCases.OfMemory / 10);
}
