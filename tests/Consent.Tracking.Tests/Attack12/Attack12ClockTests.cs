using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Attacks on the promise that nothing is silent: clocks that are years wrong.</summary>
public sealed class Attack12ClockTests : IDisposable
{
    private readonly Attack12Site _site = new();

    public void Dispose() => _site.Dispose();

    private void SetClock(int year) => _site.Clock = new(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static ConsentChange OldYes(ContactId contact, int year) => ConsentChange.For(contact).WithId(ChangeId.From($"import {year} {contact.Value}")).From(ChangeSource.SelfService)
        .AcceptNotice("v1", new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero)).Give(Email, new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero), Form);

    [Theory]
    [InlineData(2010)]
    [InlineData(1980)]
    [InlineData(2090)]
    public async Task An_old_yes_does_not_open_who_was_erased_by_a_host_whose_clock_is_wrong(int year)
    {
        using (var host = await _site.StartAsync())
        {
            await host.Tracker().As(Api).ApplyAsync(OldYes(Ada, 2021), Stop);
            Assert.True((await host.DecideAsync(Ada)).IsPermitted, (await host.DecideAsync(Ada)).Reason);
            await host.StopAsync(Stop);
        }

        SetClock(year);
        using (var host = await _site.StartAsync())
        {
            await host.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
            await host.StopAsync(Stop);
        }

        SetClock(2026);
        using var again = await _site.StartAsync();
        var said = await again.Tracker().As(Api).ApplyAsync(OldYes(Ada, 2021), Stop);
        Assert.False((await again.DecideAsync(Ada)).IsPermitted, said.ToString());
        Assert.True((await again.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData(2010)]
    [InlineData(1980)]
    [InlineData(2090)]
    public async Task A_no_by_a_host_whose_clock_is_wrong_counts(int year)
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.GiveAsync(Bea);
            await host.StopAsync(Stop);
        }

        SetClock(year);
        using (var host = await _site.StartAsync())
        {
            Assert.Equal(ChangeOutcome.Recorded, (await host.NoAsync(Ada)).Outcome);
            await host.Privacy().As(Manager).CloseAsync(new() { Name = "a list", Contacts = [Bea, ContactId.From("cid")] }, Stop);
            Assert.False((await host.DecideAsync(Ada)).IsPermitted);
            Assert.False((await host.DecideAsync(Bea)).IsPermitted);
            await host.StopAsync(Stop);
        }

        SetClock(2027);
        using var again = await _site.StartAsync();
        await again.Tracker().As(Api).ApplyAsync(OldYes(ContactId.From("cid"), 2021), Stop);
        Assert.False((await again.DecideAsync(Ada)).IsPermitted);
        Assert.False((await again.DecideAsync(Bea)).IsPermitted);
        Assert.False((await again.DecideAsync(ContactId.From("cid"))).IsPermitted);
        Assert.True((await again.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData(2010)]
    [InlineData(2090)]
    public async Task A_hold_by_a_host_whose_clock_is_wrong_holds(int year)
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.Privacy().As(Manager).HoldAsync(Ada, "case 6", Stop);
            await host.StopAsync(Stop);
        }

        SetClock(year);
        using (var host = await _site.StartAsync())
        {
            Assert.True(await host.Privacy().As(Manager).HoldAsync(Ada, "case 7", Stop));
            await host.Privacy().As(Manager).ReleaseHoldAsync(Ada, "case 6", Stop);
            await host.Privacy().As(Manager).PublishNoticeAsync(new("v2", _site.Now), Stop);
            await host.StopAsync(Stop);
        }

        SetClock(2027);
        using var again = await _site.StartAsync();
        Assert.Equal(ErasureOutcome.Held, await again.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
        Assert.True((await again.VerifyAsync()).IsSound);
    }

    /// <summary>The disk is full: nothing is answered as done that is not, and the journal is whole.</summary>
    [Fact]
    public async Task On_a_full_disk_nothing_is_answered_as_recorded_that_is_lost()
    {
        Assert.SkipUnless(Directory.Exists("/tmp/tinyfs/on"), "mount -t tmpfs -o size=2m tmpfs /tmp/tinyfs; mkdir /tmp/tinyfs/on");
        using var tiny = new Attack12Site("/tmp/tinyfs/" + Guid.NewGuid().ToString("N"));
        var recorded = new List<ContactId>();
        var erased = new List<ContactId>();
        var attempted = new List<ContactId>();
        var troubles = 0;
        using (var host = await tiny.StartAsync())
        {
            for (var n = 0; n < 4000 && troubles < 200; n++)
            {
                tiny.Clock.Advance(TimeSpan.FromMilliseconds(50));
                var contact = ContactId.From($"contact {n}");
                try
                {
                    if ((await host.NoAsync(contact)).Outcome == ChangeOutcome.Recorded)
                    {
                        recorded.Add(contact);
                    }

                    if (n % 10 == 9)
                    {
                        attempted.Add(recorded[^1]);
                        await host.Privacy().As(Manager).EraseAsync(new(recorded[^1], "GDPR 17(1)(b)"), Stop);
                        erased.Add(recorded[^1]);
                    }
                }
                catch (ConsentStoreException trouble)
                {
                    troubles++;
                    if (troubles is 1 or 100)
                    {
                        TestContext.Current.SendDiagnosticMessage($"{n}: {trouble.Message}; health: {(await host.HealthAsync()).Description}");
                    }
                }
            }

            try
            {
                await host.StopAsync(Stop);
            }
            catch (ConsentStoreException)
            {
                // Told.
            }
        }

        // More room.
        var larger = new Attack12Site();
        tiny.Remember(tiny.Folder);
        foreach (var file in Directory.GetFiles(tiny.Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(larger.Folder, Path.GetRelativePath(tiny.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        larger.Clock = tiny.Clock;
        using (larger)
        {
            using var again = await larger.StartAsync();
            foreach (var contact in recorded.Except(attempted))
            {
                Assert.Equal(FlagValue.Inactive, (await again.Tracker().As(Api).GetAsync(contact, Stop))[Email].Status);
            }

            foreach (var contact in erased)
            {
                Assert.Equal(ContactState.Closed, (await again.Tracker().As(Api).GetAsync(contact, Stop)).State);
            }

            Assert.True((await again.VerifyAsync()).IsSound);
            TestContext.Current.SendDiagnosticMessage($"{recorded.Count} recorded, {erased.Count} erased, {troubles} troubles");
            await again.StopAsync(Stop);
        }
    }
}
