using Consent.Auditing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Found by stories, and open (docs/known-gaps.md): a record that keeps an undone link of which the log tells nothing. Verifying finds it, and it is folded anew.</summary>
public sealed class UndoneLinkTests : IDisposable
{
    private static readonly ContactId s_cid = ContactId.From("cid");
    private static readonly Actor s_operator = Actor.Operator("op-7");
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_link_undone_by_a_clock_that_went_back_is_found_and_mended()
    {
        var begun = _host.Now;
        await LinkAsync(new(s_cid, Bea, begun, ChangeId.From("c and b")) { Reason = "the same person" });
        At(8);
        await _host.Privacy.As(Manager).EraseAsync(new(s_cid, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.NeverContact }, Stop);
        At(-1);
        await LinkAsync(new(Ada, Bea, begun.Plus(TimeSpan.FromMinutes(9)), ChangeId.From("a and b")) { Reason = "the same person" });
        At(0);
        await LinkAsync(new(Bea, s_cid, begun.Plus(TimeSpan.FromMinutes(9)), ChangeId.From("not b and c"), isLinked: false) { Reason = "somebody else" });
        At(8);
        await _host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        At(13);
        await _host.Tracker.As(Actor.ForSelf(Bea)).ApplyAsync(
            ConsentChange.For(Bea).WithId(ChangeId.From("opened")).From(ChangeSource.SelfService).LiftRestriction(Email, _host.Now, Form), Stop);

        Assert.Equal(LogFlaw.RecordDiffers, (await VerifyAsync()).Flaw);
        Assert.Equal(DecisionCode.RecordAltered, (await _host.MayEmail(Bea)).Code);
        Assert.Equal(RebuildOutcome.Rebuilt, await _host.Privacy.As(Manager).RebuildAsync(Bea, Stop));

        Assert.True((await VerifyAsync()).IsSound);
        Assert.False((await _host.MayEmail(Bea)).IsPermitted);

        void At(int minutes) => _host.Clock.AdjustTime(begun.ToDateTimeOffset().AddMinutes(minutes));
    }

    private async Task LinkAsync(ContactLink link) => await _host.Tracker.As(s_operator).LinkAsync(link, Stop);

    private async Task<LogVerdict> VerifyAsync() => await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
}
