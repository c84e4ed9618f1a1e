using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Whoever exercises rights of the same few people at once is told a documented outcome, and the state stays what the log says.</summary>
public sealed class RightsRaceLaws
{
    private const int Ids = 6;
    private static readonly int Steps = int.Parse(Environment.GetEnvironmentVariable("ST") ?? "120");
    private static readonly ErasureKeeps[] s_keeps = Enum.GetValues<ErasureKeeps>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)][InlineData(5)][InlineData(6)][InlineData(7)][InlineData(8)][InlineData(9)][InlineData(10)][InlineData(11)][InlineData(12)][InlineData(13)][InlineData(14)][InlineData(15)][InlineData(16)]
    public async Task Erasing_linking_closing_and_rectifying_at_once_ends_in_outcomes_and_a_sound_log(int seed)
    {
        using var host = new TrackedHost();

        var all = Task.WhenAll(Enumerable.Range(0, int.Parse(Environment.GetEnvironmentVariable("NT") ?? "3")).Select(n => Task.Run(() => RunAsync(host, (seed * 10) + n), Stop)));
        for (var left = 1500; !all.IsCompleted && left > 0; left--)
        {
            // Whoever waits for an erasure waits by the host's clock.
            host.Clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(5, Stop);
        }

        Assert.True(all.IsCompleted, "It does not end." + string.Join(";", s_at.Where(a => a.Key / 10 == seed)));
        await all;

        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString() + await DumpAsync(host, verdict.Index));
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int,string> s_at = new();
    private static async Task RunAsync(TrackedHost host, int seed)
    {
        var random = new Random(seed);
        var said = new List<(ContactId Contact, ChangeId Id)>();
        for (var n = 0; n < Steps; n++)
        {
            var (contact, other, id) = (Contact(random), Contact(random), ChangeId.From($"{seed} {n}"));
            var what = random.Next(8); s_at[seed] = $"{n} {what} {contact.Value} {other.Value}";
            switch (what)
            {
                case 0 when Environment.GetEnvironmentVariable("NOERASE") is null || seed % 10 == 0:
                    Assert.True(Enum.IsDefined(await host.Privacy.As(Manager).EraseAsync(new(contact, "GDPR 17(1)(b)") { Keeps = s_keeps[random.Next(s_keeps.Length)] }, Stop)));
                    break;
                case 1 or 2 when contact != other:
                    var linked = await host.Tracker.As(Api).LinkAsync(new(contact, other, host.Now, id, random.Next(3) > 0), Stop);
                    Assert.True(linked.Outcome == ChangeOutcome.Recorded || linked.Code == ChangeCode.ErasureInProgress, linked.ToString());
                    said.Add((contact, id));
                    break;
                case 3 when Environment.GetEnvironmentVariable("NOCLOSE") is null:
                    await host.Privacy.As(Manager).CloseAsync(new() { Contacts = [contact] }, Stop);
                    break;
                case 4 when said.Count > 0:
                    var wrong = said[random.Next(said.Count)];
                    Assert.True(Enum.IsDefined(await host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(wrong.Contact, wrong.Id, "a scanner", "ticket 7"), Stop)));
                    break;
                case 5:
                    await host.Audit.As(Dpo).AsItWasAsync(contact, host.Now, Stop);
                    break;
                case 6:
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

    private static async Task<string> DumpAsync(TrackedHost host, long index)
    {
        var names = new Dictionary<Sha256Digest, string>();
        var text = new System.Text.StringBuilder("\n");
        for (var i = 0; i < Ids; i++)
        {
            var id = ContactId.From($"contact {i}");
            names[await host.Store.DigestOfAsync(id, Stop)] = $"{i}";
            var found = (await host.Store.FindAsync([new(id)], Stop))[0];
            text.Append($"{i}: v{found.Version} {found.Snapshot?.State} {found.Snapshot?.Revision} closing={found.Snapshot?.Closing?.Kind}/{found.Snapshot?.Closing?.Since} links={string.Join(',', (found.Snapshot?.Links ?? []).Select(l => N(l.Other) + (l.IsLinked ? "+" : "-")))}\n");
        }

        await foreach (var e in host.Store.Log.ReadAsync(Math.Max(0, 0), long.MaxValue, Stop))
        {
            if (e.IsErased)
            {
                text.Append($"{e.Index}. ");
                continue;
            }

            var o = e.Open();
            text.Append($"\n{e.Index} {o.Type} {N(o.Subject?.Contact)} {N(o.Subject?.Other)} {(o.Subject?.Revision)} {(o.Facts.Closing is { } c ? names.GetValueOrDefault(c.Digest, "?") + c.Kind + c.Since + " with " + string.Join(',', o.Facts.ClosedWith.Select(d => names.GetValueOrDefault(d, "?"))) : "")} {string.Join(',', o.Facts.Erased)} {string.Join(',', o.Facts.Details)} {o.Evidence?.Change?.Value}");
        }

        return text.ToString();

        string N(ContactId? id) => id is not { } x ? "" : ClosedId.IsName(x, out var d) ? "#" + names.GetValueOrDefault(d.Value, d.Value.ToString()[..4]) : x.Value[^1..];
    }
}
