using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>What was decided while a restored database waited is told as it was decided.</content>
public sealed partial class RecoveryTests
{
    [Fact]
    public async Task What_a_host_decided_before_it_heard_that_a_restore_was_confirmed_is_never_told_otherwise_for_certain()
    {
        var use = new UseReference("after the restore");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        BackUp("before");
        await WorkAsync(async host => await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop));
        Restore("before");
        await WorkAsync(async host => await host.Privacy.As(Manager).RecoverAsync(Stop));

        await WorkAsync(async late =>
        {
            Assert.Equal(DecisionCode.AfterRestore, (await late.MayEmail(Ada)).Code);
            await WorkAsync(async host => Assert.True(await host.Privacy.As(Manager).ConfirmRestoredAsync(Stop)));

            var then = await late.Tracker.As(Api).DecideAsync([ProcessingRequest.ToContact(Ada, Email)], use, Stop);

            var index = (await late.Audit.As(Dpo).UsesAsync(use, Stop).SingleAsync(Stop)).Index;
            var explained = await late.Audit.As(Dpo).ExplainUseAsync(index, Ada, cancellationToken: Stop);
            Assert.True(!explained.IsCertain || explained.Decisions[0].Decision == then[0], $"It was {then[0]}, and is said to have been {explained.Decisions[0].Decision}");
        });
    }
}
