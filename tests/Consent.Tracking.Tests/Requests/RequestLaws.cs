using Consent.Storage.InMemory;
using Consent.Testing;
using Consent.Tracking.Tests.Stories;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Tracking.Tests.Requests.RequestTests;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Requests;

/// <summary>Whatever two hosts do with the register, one of them with a clock that is behind: none is lost, none is another's, and a no counts at once.</summary>
public class RequestLaws
{
    private static readonly Actor s_clerk = Actor.Operator("clerk");
    private static readonly ContactId[] s_contacts = [Ada, Bea];

    [Fact]
    public async Task Every_request_stands_as_it_was_last_told_to_every_host() =>
        await Task.Run(() => Prop.ForAll(Arb.From(Gen.Choose(0, 2 * 2 * 2 * 9 - 1).ArrayOf()), HoldsAsync).Check(LawConfig.Of(Math.Max(1, StoryCases.OfMemory / 20))), Stop);

    private static async Task HoldsAsync(int[] steps)
    {
        using var one = Host(new InMemoryConsentStore());
        using var behind = new TrackedHost(configure: o => o.TimeZone = TimeZoneInfo.Utc, store: one.Store);
        var links = 0;
        var told = new Dictionary<SubjectRequestNumber, (ContactId Contact, SubjectRequest Request)>();
        foreach (var step in steps)
        {
            var (host, contact, id) = (step % 2 == 0 ? one : behind, s_contacts[step / 2 % 2], ChangeId.From($"letter {step / 4 % 2}"));
            var requests = host.Tracker.As(Manager).Requests;
            var number = told.Keys.Order().ElementAtOrDefault(step / 4 % 2);
            switch (step / 8)
            {
                case 0:
                    await host.Tracker.As(Api).ApplyAsync(host.Give(contact), Stop);
                    break;
                case 1:
                    await host.Privacy.As(Manager).EraseAsync(new(contact, "GDPR 17(1)(b)"), Stop);
                    break;
                case 2 or 3:
                    var kind = step / 8 == 2 ? SubjectRequestKind.Objection : SubjectRequestKind.Access;
                    var filed = await host.Tracker.As(s_clerk).Requests.FileAsync(contact, kind, id: id, cancellationToken: Stop);
                    Assert.Equal(filed.Outcome == SubjectRequestOutcome.Repeated, told.TryGetValue(filed.Request!.Number, out var before));
                    Assert.True(before.Request is null || (before.Contact == contact && before.Request == filed.Request), "Repeated, and another's.");
                    told[filed.Request.Number] = (contact, filed.Request);
                    if (filed.Outcome == SubjectRequestOutcome.Recorded && kind == SubjectRequestKind.Objection)
                    {
                        Assert.False((await one.MayEmail(contact)).IsPermitted);
                        Assert.False((await behind.MayEmail(contact)).IsPermitted);
                    }

                    break;
                case 4:
                    Keep(await requests.ExtendAsync(number, "many", cancellationToken: Stop));
                    break;
                case 5:
                    Keep(await requests.AnswerAsync(number, cancellationToken: Stop));
                    break;
                case 6:
                    Keep(await requests.RefuseAsync(number, SubjectRequestRefusal.Excessive, cancellationToken: Stop));
                    break;
                case 7:
                    await host.Tracker.As(Manager).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From($"link {links++}"), isLinked: id.Value.EndsWith('0')) { Reason = "one person" }, Stop);
                    break;
                default:
                    host.Clock.Advance(TimeSpan.FromDays(20));
                    break;
            }
        }

        foreach (var register in new[] { one.Tracker.As(Dpo).Requests, behind.Tracker.As(Dpo).Requests, Fresh(one) })
        {
            var open = told.Values.Select(t => t.Request).Where(r => r.State == SubjectRequestState.Open).OrderBy(r => r.Due).ThenBy(r => r.Number);
            Assert.Equal(open, await register.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
            foreach (var (number, (contact, request)) in told)
            {
                Assert.Equal(request, await register.FindAsync(number, Stop));
                Assert.True(await register.ContactOfAsync(number, Stop) is not { } whose || whose == contact, "Said to be another's.");
            }
        }

        foreach (var contact in s_contacts)
        {
            Assert.All(await one.Tracker.As(s_clerk).Requests.OfAsync(contact, Stop), r => Assert.Equal(contact, told[r.Number].Contact));
        }

        void Keep(SubjectRequestResult result)
        {
            if (result.Request is { } request)
            {
                told[request.Number] = told[request.Number] with { Request = request };
            }
        }
    }
}
