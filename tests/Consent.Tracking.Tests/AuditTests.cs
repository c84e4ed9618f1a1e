using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public class AuditTests
{
    [Fact]
    public async Task What_was_true_and_what_we_knew_differ_when_a_letter_was_opened_late()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var written = host.Now.Plus(TimeSpan.FromDays(2));
        var between = host.Now.Plus(TimeSpan.FromDays(5));
        host.Clock.Advance(TimeSpan.FromDays(10));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email, written), Stop);
        var audit = host.Audit.As(Dpo);
        Assert.Equal(FlagValue.Inactive, (await audit.AsItWasAsync(Ada, between, Stop))[Ada][Email].Status);
        Assert.Equal(FlagValue.Active, (await audit.AsKnownAsync(Ada, between, Stop))[Ada][Email].Status);
        Assert.Equal(FlagValue.Active, (await audit.AsKnownAsync(Ada, host.Now, written.Plus(TimeSpan.FromDays(-1)), Stop))[Ada][Email].Status);
        var request = ProcessingRequest.ToContact(Ada, Email);
        Assert.False((await audit.ExplainAsItWasAsync(request, between, Stop)).Decision.IsPermitted);
        Assert.True((await audit.ExplainAsKnownAsync(request, between, Stop)).Decision.IsPermitted);
    }

    [Fact]
    public async Task After_a_clock_that_stood_in_2099_what_we_knew_is_asked_up_to_an_entry()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var asked = host.Now;
        host.Clock.Advance(TimeSpan.FromDays(73 * 366));
        var inTheFuture = (await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop)).Index!.Value;
        var no = (await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email, asked.Plus(TimeSpan.FromDays(1))), Stop)).Index!.Value;
        var audit = host.Audit.As(Dpo);

        Assert.Equal((1, 2), (inTheFuture, no));
        Assert.Equal(FlagValue.Active, (await audit.AsKnownUpToAsync(Ada, inTheFuture, cancellationToken: Stop))[Ada][Email].Status);
        Assert.Equal(FlagValue.Inactive, (await audit.AsKnownUpToAsync(Ada, no, cancellationToken: Stop))[Ada][Email].Status);
        Assert.Equal(FlagValue.Active, (await audit.AsKnownUpToAsync(Ada, no, asked, Stop))[Ada][Email].Status);
        Assert.True((await audit.ExplainAsKnownUpToAsync(ProcessingRequest.ToContact(Ada, Email), inTheFuture, asked, Stop)).Decision.IsPermitted);
        Assert.False((await audit.ExplainAsKnownUpToAsync(ProcessingRequest.ToContact(Ada, Email), no, asked, Stop)).Decision.IsPermitted);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await audit.AsKnownUpToAsync(Ada, -1, cancellationToken: Stop));
    }

    [Fact]
    public async Task Every_reading_is_an_entry_written_before_anything_is_shown()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var history = await host.Audit.As(Dpo).HistoryAsync(Ada, Stop);
        Assert.Equal([AuditEntryType.Changed, AuditEntryType.Read], history.Select(e => e.Type));
        Assert.Equal(("dpo", "history", (ContactRevision?)null), (history[1].Actor!.Id, history[1].Evidence!.Reason, history[1].Subject!.Revision));
        await foreach (var entry in host.Audit.As(Dpo).ReadAsync(0, 1, Stop))
        {
            Assert.Equal(AuditEntryType.Changed, entry.Type);
            Assert.Equal(3, await host.LogSize());
        }

        Assert.Equal(1, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Revision.Number);
    }
}
