using Consent.Tracking.Tests.Stories;

namespace Consent.Tracking.Tests.Faults;

public sealed class MemoryFaultLaws : FaultLaws<MemoryStores>
{
    protected override int OneOf => 1;
}
