using Consent.Auditing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Whoever exercises rights of the same few people at once is told a documented outcome, and the state stays what the log says.</summary>
public sealed class RightsRaceLaws
{
    private const int Ids = 6;
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Erasing_linking_reading_and_rectifying_at_once_ends_in_outcomes_and_a_sound_log(int seed)
    {
        using var host = new TrackedHost();
        var all = Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => RunAsync(host, (seed * 10) + n), Stop)));
        for (var left = 10_000; !all.IsCompleted && left > 0; left--)
        {
            // Whoever waits for an erasure waits by the host's clock.
            host.Clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(5, Stop);
        }

        Assert.True(all.IsCompleted, "It does not end.");
        await all;
        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);

        // Seldom a link goes on naming somebody by the id who was erased and closed meanwhile: docs/known-gaps.md. What is kept of closed ids, and every entry, is as the log says.
        Assert.True(verdict.IsSound || verdict.Flaw == LogFlaw.RecordDiffers, verdict.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Lists_their_rectification_links_and_words_at_once_end_in_outcomes_and_a_sound_log(int seed)
    {
        using var host = new TrackedHost();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => RunListsAsync(host, (seed * 10) + n), Stop)));
        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    private static async Task RunListsAsync(TrackedHost host, int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < Steps; n++)
        {
            var (contact, other, id) = (Contact(random), Contact(random), ChangeId.From($"{seed} {n}"));
            var list = random.Next(2) == 0 ? "one" : "two";
            switch (random.Next(6))
            {
                case 0:
                    await host.Privacy.As(Manager).CloseAsync(new() { Name = list, Contacts = [contact, other] }, Stop);
                    break;
                case 1:
                    Assert.True(Enum.IsDefined(await host.Privacy.As(Manager).RectifyAsync(Rectification.OfList(contact, list, "a wrong file", "ticket 8"), Stop)));
                    break;
                case 2 or 3 when contact != other:
                    var linked = await host.Tracker.As(Api).LinkAsync(new(contact, other, host.Now, id, random.Next(3) > 0), Stop);
                    Assert.Equal(ChangeOutcome.Recorded, linked.Outcome);
                    break;
                default:
                    await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).WithId(id).From(ChangeSource.Api).Object(Email), Stop);
                    break;
            }
        }
    }

    private static async Task RunAsync(TrackedHost host, int seed)
    {
        var random = new Random(seed);
        var said = new List<(ContactId Contact, ChangeId Id)>();
        for (var n = 0; n < Steps; n++)
        {
            var (contact, other, id) = (Contact(random), Contact(random), ChangeId.From($"{seed} {n}"));
            switch (random.Next(7))
            {
                case 0:
                    var keeps = random.Next(2) == 0 ? ErasureKeeps.Erased : ErasureKeeps.NeverContact;
                    Assert.True(Enum.IsDefined(await host.Privacy.As(Manager).EraseAsync(new(contact, "GDPR 17(1)(b)") { Keeps = keeps }, Stop)));
                    break;
                case 1 or 2 when contact != other:
                    var linked = await host.Tracker.As(Api).LinkAsync(new(contact, other, host.Now, id, random.Next(3) > 0), Stop);
                    Assert.True(linked.Outcome == ChangeOutcome.Recorded || linked.Code == ChangeCode.ErasureInProgress, linked.ToString());
                    said.Add((contact, id));
                    break;
                case 3 when said.Count > 0:
                    var wrong = said[random.Next(said.Count)];
                    Assert.True(Enum.IsDefined(await host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(wrong.Contact, wrong.Id, "a scanner", "ticket 7"), Stop)));
                    break;
                case 4:
                    await host.Audit.As(Dpo).AsItWasAsync(contact, host.Now, Stop);
                    break;
                case 5:
                    await host.Tracker.As(Actor.ForSelf(contact)).ApplyAsync(host.Give(contact).WithId(id), Stop);
                    said.Add((contact, id));
                    break;
                default:
                    await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).WithId(id).From(ChangeSource.Api).Object(Email), Stop);
                    said.Add((contact, id));
                    break;
            }
        }
    }

    private static ContactId Contact(Random random) => ContactId.From($"contact {random.Next(Ids)}");
}
