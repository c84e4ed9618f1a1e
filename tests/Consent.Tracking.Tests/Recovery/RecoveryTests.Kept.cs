using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>What an erasure kept after the backup was made is kept again.</content>
public sealed partial class RecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_no_to_confirmations_that_an_erasure_kept_is_kept_when_it_is_done_anew(bool encrypts)
    {
        _encrypts = encrypts;
        var mail = PurposePath.Parse("service.orders.email");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop), taxonomy: TaxonomyGen.Serving);
        BackUp("before");
        await WorkAsync(
            async host =>
            {
                await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(mail), Stop);
                await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
                Assert.Single((await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Noes);
            },
            taxonomy: TaxonomyGen.Serving);
        Restore("before");

        await WorkAsync(
            async host =>
            {
                await host.Privacy.As(Manager).RecoverAsync(Stop);
                await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop);
                var ada = await host.Tracker.As(Api).GetAsync(Ada, Stop);
                Assert.Equal(ClosedKind.NeverContact, ada.Closing?.Kind);
                Assert.Equal([mail], ada.Closing!.Noes.Select(n => n.Node));
            },
            taxonomy: TaxonomyGen.Serving);
    }
}
