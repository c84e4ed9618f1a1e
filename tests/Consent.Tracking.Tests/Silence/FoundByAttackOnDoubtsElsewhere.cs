using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Silence;

/// <summary>What one process found wrong the others deny within the hour, and rely on again within the hour once it was folded anew.</summary>
public sealed class FoundByAttackOnDoubtsElsewhere : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_record_that_another_process_found_wrong_and_folded_anew_is_denied_and_then_relied_on()
    {
        using var one = await _site.StartAsync(options => options.ScrubInterval = Timeout.InfiniteTimeSpan);
        using var other = await _site.StartAsync(options => options.ScrubInterval = Timeout.InfiniteTimeSpan);
        await one.GiveAsync(Ada);
        _site.Run("CREATE TABLE old_contact AS SELECT * FROM contact");
        await one.NoAsync(Ada);
        _site.Run("DELETE FROM contact; INSERT INTO contact SELECT * FROM old_contact; DROP TABLE old_contact");

        Assert.False((await one.VerifyAsync()).IsSound);
        await BecomesAsync(other, DecisionCode.RecordAltered);
        Assert.Equal(RebuildOutcome.Rebuilt, await one.Privacy().As(Manager).RebuildAsync(Ada, Stop));

        await BecomesAsync(other, DecisionCode.Objected);
    }

    private async Task BecomesAsync(Microsoft.Extensions.Hosting.IHost host, DecisionCode expected)
    {
        var code = expected;
        for (var n = 0; n < 40; n++)
        {
            _site.Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(50, Stop);
            code = (await host.Tracker().DecideAsync(ProcessingRequest.ToContact(Ada, Email), Stop)).Code;
            if (code == expected)
            {
                return;
            }
        }

        Assert.Equal(expected, code);
    }
}
