using System.Globalization;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Counting and listing an audience comes to the same as asking about each contact, whatever happened and whenever it is asked.</summary>
public class AudienceLaws
{
    private static readonly ContactId[] s_contacts = [.. Enumerable.Range(0, 5).Select(n => ContactId.From($"contact-{n}"))];

    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("CONSENT_CASES"), CultureInfo.InvariantCulture, out var cases) ? Math.Max(1, cases / 10) : 200;

    private enum Kind
    {
        Say,
        Ask,
        Wait,
        Link,
        Erase,
        Publish,
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_audience_is_all_who_are_permitted_one_by_one(bool tellsChanges) => await Task.Run(
        () => Prop.ForAll(Stories().ToArbitrary(), story => HoldsAsync(story, tellsChanges)).Check(LawConfig.Of(Cases)), Stop);

    private static async Task HoldsAsync(Story story, bool tellsChanges)
    {
        using var host = new TrackedHost(tellsChanges ? null : store => new FaultInjectingStore(store), options =>
        {
            options.Taxonomy = TaxonomyGen.Extended;
            options.Jurisdiction = story.Law;
            options.Sectors = [Sector.Other];
            options.Notices = story.Notices;
        });
        host.Clock.Advance(TimeSpan.FromHours(1));
        for (var n = 0; n < story.Steps.Count; n++)
        {
            await RunAsync(host, story, story.Steps[n], n);
        }

        await AskAsync(host, story);
    }

    private static async Task RunAsync(TrackedHost host, Story story, Step step, int number)
    {
        var tracker = host.Tracker.As(Api);
        switch (step.Kind)
        {
            case Kind.Say:
                await tracker.ApplyAsync(step.Change.WithId(ChangeId.From($"c{number}")), default);
                break;
            case Kind.Ask:
                await AskAsync(host, story);
                break;
            case Kind.Wait:
                host.Clock.Advance(step.Amount % 3 == 0 ? TimeSpan.FromDays(step.Amount * 7) : step.Amount % 3 == 1 ? TimeSpan.FromDays(step.Amount / 4.0) : TimeSpan.FromMinutes(step.Amount));
                break;
            case Kind.Link when step.Contact != step.Other:
                var link = new ContactLink(
                    s_contacts[step.Contact], s_contacts[step.Other], host.Now.Plus(TimeSpan.FromMinutes(-step.Amount)), ChangeId.From($"l{number}"), step.Amount % 3 != 0);
                await tracker.LinkAsync(link, default);
                break;
            case Kind.Erase:
                await host.Privacy.As(Manager).EraseAsync(new(s_contacts[step.Contact], "GDPR 17(1)(b)") { Keeps = (ErasureKeeps)(step.Amount % 3) }, default);
                break;
            case Kind.Publish:
                await host.Privacy.As(Manager).PublishNoticeAsync(new($"n{number}", host.Now.Plus(TimeSpan.FromMinutes(step.Amount - 20))) { IsMaterial = step.Amount % 2 == 0 }, default);
                break;
            default:
                break;
        }
    }

    private static async Task AskAsync(TrackedHost host, Story story)
    {
        foreach (var request in story.Requests)
        {
            var expected = new SortedSet<ContactId>();
            await foreach (var contact in host.Store.ScanAsync(default, default))
            {
                if ((await host.Tracker.DecideAsync(request.About(contact.Id), default)).IsPermitted)
                {
                    expected.Add(contact.Id);
                }
            }

            if (request.Operation == Operation.ToAsk)
            {
                await AskWhatExpiresAsync(host, request);
            }

            Assert.Equal(expected.Count, await host.Audience.CountAsync(request, default));
            Assert.Equal(expected.Select(c => c.Value), (await host.Audience.StreamAsync(request, default).ToListAsync()).Order().Select(c => c.Value));
        }
    }

    /// <summary>Listed is who has a consent now that is expired by then, with the first instant at which it is, and whether they may be asked.</summary>
    private static async Task AskWhatExpiresAsync(TrackedHost host, ProcessingRequest request)
    {
        var (now, until) = (request.AsOf ?? host.Now, (request.AsOf ?? host.Now).Plus(TimeSpan.FromDays(400)));
        var listed = (await host.Audience.ExpiringAsync(request, until, default).ToListAsync()).ToDictionary(e => e.Contact);
        await foreach (var contact in host.Store.ScanAsync(default, default))
        {
            var store = ProcessingRequest.ToStore(contact.Id, request.Purpose!).With(request.Facts);
            async Task<ConsentDecision> AtAsync(Timestamp at) => await host.Tracker.DecideAsync(store.At(at), default);
            var isExpiring = (await AtAsync(now)).Code == DecisionCode.Consent && (await AtAsync(until)).Failed.Contains(DecisionCode.ConsentExpired);
            Assert.Equal(isExpiring, listed.ContainsKey(contact.Id));
            if (isExpiring)
            {
                var (_, endsAt, mayAsk) = listed[contact.Id];
                Assert.True((await AtAsync(endsAt)).Failed.Contains(DecisionCode.ConsentExpired));
                Assert.False((await AtAsync(endsAt.Plus(TimeSpan.FromMicroseconds(-1)))).Failed.Contains(DecisionCode.ConsentExpired));
                Assert.Equal(mayAsk, (await host.Tracker.DecideAsync(request.About(contact.Id), default)).IsPermitted);
            }
        }
    }

    private static Gen<Story> Stories() =>
        from law in RequestGen.Law()
        from isLoyal in Gen.Elements(true, false)
        from notices in RequestGen.Notices()
        from requests in Request().ListOf(3)
        from length in Gen.Choose(1, 25)
        from steps in Steps().ListOf(length)
        select new Story(isLoyal ? law.With(it => it.Validity(24).Validity(12, p => p.Operations(Operation.Profiling))) : law, notices, [.. requests], [.. steps]);

    private static Gen<ProcessingRequest> Request() =>
        from node in Gen.Elements(TaxonomyGen.Extended.Nodes.Where(n => !n.IsGroup))
        from kind in Gen.Frequency((1, Gen.Constant(Operation.Store)), (2, Gen.Constant(Operation.ToAsk)), (8, Gen.Constant(Operation.None)))
        from facts in RequestGen.Facts()
        from hasFacts in Gen.Elements(true, false)
        from asOf in Gen.Frequency((6, Gen.Constant<int?>(null)), (1, Gen.Choose(0, 100_000).Select(n => (int?)n)))
        let request = (kind == Operation.None ? node.Operation : kind) switch
        {
            Operation.Store => ProcessingRequest.ToStoreAnyone(node.Path),
            Operation.ToAsk => ProcessingRequest.ToAskAnyone(node.Path),
            Operation.Profiling => ProcessingRequest.ToProfileAnyone(node.Path),
            Operation.TransferToThirdParty => ProcessingRequest.ToTransferAnyone(node.Path),
            _ => ProcessingRequest.ToContactAnyone(node.Path),
        }
        let stated = request.With(hasFacts ? facts : RequestFacts.None)
        select asOf is { } minute ? stated.At(TimeGen.Minute(minute)) : stated;

    private static Gen<Step> Steps() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(Kind.Say)), (3, Gen.Constant(Kind.Ask)), (2, Gen.Constant(Kind.Wait)), (2, Gen.Constant(Kind.Link)), (1, Gen.Constant(Kind.Erase)), (1, Gen.Constant(Kind.Publish)))
        from contact in Gen.Choose(0, s_contacts.Length - 1)
        from other in Gen.Choose(0, s_contacts.Length - 1)
        from amount in Gen.Choose(1, 60)
        from change in ChangeGen.Change(s_contacts[contact], TaxonomyGen.Extended)
        select new Step(kind, contact, other, amount, change);

    private sealed record Step(Kind Kind, int Contact, int Other, int Amount, ConsentChange Change)
    {
        public override string ToString() =>
            $"\n  {Kind} {Contact} {Other} {Amount} {string.Join("; ", Change.Statements.Select(s => $"{s}@{s.OccurredAt?.Since(TimeGen.Origin).TotalMinutes}{(s.IsAttested ? "" : " asserted")}"))} {Change.Acceptance}";
    }

    private sealed record Story(Jurisdiction Law, NoticeCatalog Notices, IReadOnlyList<ProcessingRequest> Requests, IReadOnlyList<Step> Steps)
    {
        public override string ToString() => $"{Law.Name}\n{string.Join('\n', Requests.Select(r => $"{r} {r.AsOf}"))}{string.Concat(Steps)}";
    }
}
