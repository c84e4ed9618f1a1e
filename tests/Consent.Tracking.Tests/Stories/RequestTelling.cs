using System.Collections.Immutable;
using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>Tells one story, lets people ask and be answered between its steps, and compares the register with a naive list after each.</summary>
internal sealed class RequestTelling : IDisposable
{
    private static readonly int[] s_days = [0, 0, 0, 1, 27, 30, 31, 32, 61, 92];

    private readonly StoryHosts _hosts;
    private readonly Story _story;
    private readonly Random _random;
    private readonly RequestHost[] _ours;
    private readonly List<ListedRequest> _list = [];
    private readonly ImmutableArray<ContactId> _contacts;
    private Timestamp _now;

    public RequestTelling(StoryHosts hosts, Story story)
    {
        _hosts = hosts;
        _story = story;
        _contacts = [.. Story.Contacts.Select(id => ContactId.From($"person-{id.Value}"))];
        _ours = [new(hosts.Store), new(hosts.Store)];

        // The same story has the same requests, also when it is made smaller.
        _random = new(story.Steps.Aggregate(17, (sum, step) => (sum * 31) + step.Minute));
    }

    public int AnsweredByErasure { get; private set; }

    public int Repeated { get; private set; }

    private RequestHost Ours => _ours[_random.Next(2)];

    public void Dispose()
    {
        foreach (var host in _ours)
        {
            host.Dispose();
        }
    }

    public async Task HoldsAsync()
    {
        foreach (var step in _story.Steps)
        {
            await _hosts.LiveAsync(step, _contacts);
            for (var acts = _random.Next(3); acts > 0; acts--)
            {
                _now = step.Now.Plus(TimeSpan.FromDays(Pick(s_days)));
                Array.ForEach(_ours, host => host.Clock.Set(_now));
                await ActAsync();
            }

            await CompareAsync();
        }

        var verdict = await _hosts.Audit.VerifyAsync(cancellationToken: StoryHosts.Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    private T Pick<T>(IReadOnlyList<T> some) => some[_random.Next(some.Count)];

    private Task ActAsync() => _list.Count == 0 || _random.Next(3) == 0 ? FileAsync() : _random.Next(4) switch
    {
        0 => ExtendAsync(Pick(_list)),
        1 => EndAsync(Pick(_list)),
        2 => EraseAsync(Pick(_list)),
        _ => FileAsync(),
    };

    private async Task FileAsync()
    {
        var (contact, kind, id) = _list.Count > 0 && _random.Next(4) == 0 && Pick(_list) is var earlier ? (earlier.Contact, earlier.Kind, earlier.Id)
            : (Pick(_contacts), Pick([.. Enum.GetValues<SubjectRequestKind>().Where(k => k != SubjectRequestKind.Unknown)]), Pick([null, "f-1", "f-2"]));
        var given = Pick<Timestamp?>([null, _now, Days(-1), Days(-25), Days(-31), Days(-40), Days(3), Timestamp.MinValue]);
        var received = given is { } at && at <= _now && at.ToDateTimeOffset().Year >= 1995 ? at : _now;
        var before = id is null ? null : (await NamedAsync()) is var named ? _list.Find(r => r.Contact == contact && r.Kind == kind && r.Id == id && named.Contains(r.Number)) : null;
        var actor = Pick([Actor.ForSelf(contact), Actor.Operator("clerk"), StoryHosts.Officer]);

        var result = await Ours.Tracker.As(actor).Requests.FileAsync(contact, kind, given, id is null ? null : ChangeId.From(id), cancellationToken: StoryHosts.Stop);

        var number = result.Request!.Number;
        Assert.Equal(kind is SubjectRequestKind.Objection or SubjectRequestKind.Restriction, result.Change is not null);
        if (before is not null)
        {
            Assert.Equal((SubjectRequestOutcome.Repeated, before.Number), (result.Outcome, number));
            Repeated++;
        }
        else
        {
            Assert.Equal(SubjectRequestOutcome.Recorded, result.Outcome);
            Assert.DoesNotContain(_list, r => r.Number == number);
            _list.Add(new(number, contact, id, kind, received));
        }

        // A no that is dated now, or not dated, stops what asks for no other day.
        if (result.Change is not null && received == _now)
        {
            var decision = await Ours.Tracker.DecideAsync(ProcessingRequest.ToContact(contact, Purposes.Marketing.Automatic.Email), StoryHosts.Stop);
            Assert.False(decision.IsPermitted, decision.ToString());
        }
    }

    private async Task ExtendAsync(ListedRequest request)
    {
        var (stated, told) = Told(request);
        var latest = (await _hosts.Store.GetHeadAsync(StoryHosts.Stop)).LastRecordedAt;
        var expected = request.Extend(told, latest is { } last && last > _now ? last : _now);
        var result = await Ours.Officer.ExtendAsync(request.Number, "many at once", stated, StoryHosts.Stop);
        Check(expected, result, request);
    }

    private async Task EndAsync(ListedRequest request)
    {
        var (stated, told) = Told(request);
        var refusal = Pick<SubjectRequestRefusal?>([null, SubjectRequestRefusal.Excessive, SubjectRequestRefusal.Other]);
        var expected = request.End(refusal is null ? "answered" : $"refused {refusal}", told);
        var result = refusal is { } why
            ? await Ours.Officer.RefuseAsync(request.Number, why, "said in a letter", stated, StoryHosts.Stop)
            : await Ours.Officer.AnswerAsync(request.Number, stated, StoryHosts.Stop);
        Check(expected, result, request);
    }

    private async Task EraseAsync(ListedRequest request)
    {
        var (host, contact, named) = (Ours, Pick(_contacts), await NamedAsync());
        var erasure = new ErasureRequest(contact, "GDPR 17(1)(b)") { Keeps = Pick(Enum.GetValues<ErasureKeeps>()), Answers = request.Number };
        var outcome = await host.Privacy.As(StoryHosts.Manager).EraseAsync(erasure, StoryHosts.Stop);
        var isErased = outcome is not (ErasureOutcome.Held or ErasureOutcome.NothingOnRecord);
        var after = await host.Officer.FindAsync(request.Number, StoryHosts.Stop);
        var isAnswered = after!.IsAnsweredByErasure && request.IsOpen;

        // It answers the person's own, and nobody else's whose it is known to be.
        Assert.True(!isErased || !request.IsOpen || contact != request.Contact || isAnswered || outcome == ErasureOutcome.ErasedNeverContact);
        Assert.False(isAnswered && !isErased && outcome == ErasureOutcome.Held);
        if (isAnswered)
        {
            var isGone = (await _hosts.Store.FindAsync([new(request.Contact)], StoryHosts.Stop))[0].Snapshot?.State != ContactState.Open;
            Assert.True(contact == request.Contact || !named.Contains(request.Number) || isGone, "Somebody else's request was answered.");
            request.End("erased", after.AnsweredAt!.Value);
            AnsweredByErasure++;
        }
    }

    private void Check(SubjectRequestOutcome expected, SubjectRequestResult result, ListedRequest request)
    {
        Assert.Equal(expected, result.Outcome);
        Assert.Equal(request.Line, ListedRequest.LineOf(result.Request!));
        Repeated += expected == SubjectRequestOutcome.Repeated ? 1 : 0;
    }

    /// <summary>When it is said that the person was told, and when that counts as: never ahead of the clock, and of a clock that went back when the request came.</summary>
    private (Timestamp? Stated, Timestamp At) Told(ListedRequest request)
    {
        var latest = _now < request.ReceivedAt ? request.ReceivedAt : _now;
        var stated = Pick<Timestamp?>([null, _now, Days(-2), Days(5), request.ToldAt, request.AnsweredAt, request.Due]);
        return (stated, stated is null || stated > latest ? latest : stated.Value);
    }

    private Timestamp Days(int days) => _now.Plus(TimeSpan.FromDays(days));

    /// <summary>The requests of which the log still says whose they are.</summary>
    private async Task<HashSet<SubjectRequestNumber>> NamedAsync() =>
        [.. (await _hosts.Store.ReadLogAsync(new() { Type = AuditEntryType.Requested }, StoryHosts.Stop).ToListAsync(StoryHosts.Stop)).Where(e => e.Subject is not null).Select(e => LogEvents.RequestOf(e).Number)];

    private async Task CompareAsync()
    {
        using var fresh = new RequestHost(_hosts.Store);
        fresh.Clock.Set(_now);
        foreach (var host in (RequestHost[])[.. _ours, fresh])
        {
            var due = await host.Officer.DueAsync(Timestamp.MaxValue, StoryHosts.Stop).ToListAsync(StoryHosts.Stop);
            Assert.Equal(_list.Where(r => r.IsOpen).OrderBy(r => r.Due).ThenBy(r => r.Number).Select(r => (r.Number, r.Line)), due.Select(r => (r.Number, ListedRequest.LineOf(r))));
            foreach (var request in _list)
            {
                Assert.Equal(request.Line, ListedRequest.LineOf((await host.Officer.FindAsync(request.Number, StoryHosts.Stop))!));
            }
        }

        await NamesNobodyGoneAsync(fresh);
    }

    private async Task NamesNobodyGoneAsync(RequestHost host)
    {
        var named = new List<(ContactId Contact, SubjectRequestNumber Number)>();
        await foreach (var entry in _hosts.Store.ReadLogAsync(new(), StoryHosts.Stop))
        {
            if (!LogEvents.IsOfRequest(entry))
            {
                continue;
            }

            Assert.Null(entry.Evidence);
            Assert.DoesNotContain(entry.Facts.Details.Values, text => text.Contains("person-", StringComparison.Ordinal));
            if (entry.Subject is { } subject && !ClosedId.IsName(subject.Contact, out _))
            {
                Assert.Equal(ContactState.Open, (await _hosts.Store.FindAsync([new(subject.Contact)], StoryHosts.Stop))[0].Snapshot?.State);
                named.Add((subject.Contact, LogEvents.RequestOf(entry).Number));
            }
            else
            {
                Assert.DoesNotContain(entry.Actor?.Id ?? "", _contacts.Select(c => c.Value));
            }
        }

        foreach (var contact in _contacts)
        {
            var own = await host.Tracker.As(Actor.ForSelf(contact)).Requests.OfAsync(contact, StoryHosts.Stop);
            Assert.All(own, r => Assert.Equal(contact, _list.Find(l => l.Number == r.Number)!.Contact));
            Assert.Subset(own.Select(r => r.Number).ToHashSet(), named.Where(n => n.Contact == contact).Select(n => n.Number).ToHashSet());
        }
    }
}
