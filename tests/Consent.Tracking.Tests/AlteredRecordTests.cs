using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A record that does not verify permits nothing and takes no changes; whoever it is not about goes on.</summary>
public sealed class AlteredRecordTests : IDisposable
{
    private readonly TrackedHost _host = new(store => new TroubledStore(store));

    private TroubledStore Store => (TroubledStore)_host.Services.GetRequiredService<IConsentStore>();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Decisions_about_the_contact_and_those_linked_are_denied_and_others_are_not()
    {
        var cid = ContactId.From("cid");
        foreach (var contact in new[] { Ada, Bea, cid })
        {
            await _host.Tracker.As(Api).ApplyAsync(_host.Give(contact), Stop);
        }

        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        Store.Altered.Add(Ada);

        Assert.Equal((DecisionOutcome.Deny, DecisionCode.RecordAltered), ((await _host.MayEmail(Ada)).Outcome, (await _host.MayEmail(Ada)).Code));
        Assert.Equal(DecisionCode.RecordAltered, (await _host.MayEmail(Bea)).Code);
        Assert.True((await _host.MayEmail(cid)).IsPermitted);
        Assert.Equal([cid], await _host.Audience.As(Api).StreamAsync(ProcessingRequest.ToContactAnyone(Email), Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Its_changes_fail_so_that_the_caller_keeps_them()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        Store.Altered.Add(Ada);

        await Assert.ThrowsAsync<RecordAlteredException>(async () => await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From("no")).From(ChangeSource.Api).Object(Email), Stop));
        await Assert.ThrowsAsync<RecordAlteredException>(async () => await _host.Tracker.As(Api).GetAsync(Ada, Stop));
    }

    [Fact]
    public async Task Of_many_changes_it_alone_is_refused_and_told()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        Store.Altered.Add(Ada);
        ConsentChange[] noes = [ConsentChange.For(Ada).WithId(ChangeId.From("1")).From(ChangeSource.Api).Object(Email), ConsentChange.For(Bea).WithId(ChangeId.From("2")).From(ChangeSource.Api).Object(Email)];

        var run = _host.Bulk.As(Api).Apply(noes.ToAsyncEnumerable());
        var items = await run.ToListAsync(Stop);

        Assert.IsType<RecordAlteredException>(items[0].Fault);
        var refused = Assert.Single(run.Report.Refused);
        Assert.Equal((0, Ada, ChangeCode.InvalidItem, items[0].Fault), (refused.Position, refused.Contact, refused.Results[0].Code!.Value, refused.Fault));
        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(items[1].Results).Outcome);
    }

    [Fact]
    public async Task Health_says_so_until_everything_was_compared_with_the_log()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        Store.Altered.Add(Ada);
        var check = _host.Services.GetRequiredService<ConsentHealthCheck>();
        var context = new HealthCheckContext { Registration = new("consent", check, HealthStatus.Unhealthy, null) };
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(context, Stop)).Status);

        await _host.MayEmail(Ada);

        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(context, Stop)).Status);
        var verdict = await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.Equal((LogFlaw.RecordAltered, 0), (verdict.Flaw, verdict.Index));
        Store.Altered.Clear();
        Assert.True((await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(context, Stop)).Status);
    }

    [Fact]
    public async Task It_is_folded_anew_from_the_log_with_what_linked_ids_lend_it()
    {
        foreach (var contact in new[] { Ada, Bea })
        {
            await _host.Tracker.As(Api).ApplyAsync(_host.Give(contact), Stop);
        }

        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);
        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).WithId(ChangeId.From("no")).From(ChangeSource.Api).Object(Email), Stop);
        var before = (await Store.Inner.FindAsync([new(Ada)], Stop))[0];
        Store.Altered.Add(Ada);

        Assert.Equal(RebuildOutcome.Rebuilt, await _host.Privacy.As(Manager).RebuildAsync(Ada, Stop));
        Store.Altered.Clear();

        var after = (await Store.Inner.FindAsync([new(Ada)], Stop))[0];
        Assert.True(before.Snapshot!.SaysTheSameAs(after.Snapshot!));
        Assert.Equal((before.Version + 1, before.LastEntry), (after.Version, after.LastEntry));
        Assert.Equal(RebuildOutcome.NotAltered, await _host.Privacy.As(Manager).RebuildAsync(Ada, Stop));
        Assert.Equal(RebuildOutcome.NotAltered, await _host.Privacy.As(Manager).RebuildAsync(ContactId.From("nobody"), Stop));
        Assert.True((await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Store.Altered.Add(ContactId.From("nobody"));
        Assert.Equal(RebuildOutcome.NotInLog, await _host.Privacy.As(Manager).RebuildAsync(ContactId.From("nobody"), Stop));
    }

    [Fact]
    public async Task Verifying_beside_writers_and_links_raises_no_false_alarm()
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writers = Enumerable.Range(0, 3).Select(n => Task.Run(() => WriteAsync(n, ends.Token), Stop)).ToList();
        for (var round = 0; round < 25; round++)
        {
            _host.Clock.Advance(TimeSpan.FromMilliseconds(20));
            var verdict = await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
            Assert.True(verdict.IsSound, verdict.ToString());
        }

        await ends.CancelAsync();
        await Eventually.IsTrueAsync(() => writers.TrueForAll(w => w.IsCompleted), _host.Clock);
        await Task.WhenAll(writers);
        Assert.True((await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    private async Task WriteAsync(int seed, CancellationToken ends)
    {
        var random = new Random(seed);
        for (var n = 0; n < 400 && !ends.IsCancellationRequested; n++)
        {
            var (contact, other) = (ContactId.From($"contact {random.Next(6)}"), ContactId.From($"contact {random.Next(6)}"));
            switch (random.Next(5))
            {
                case 0 when contact != other:
                    await _host.Tracker.As(Api).LinkAsync(new(contact, other, _host.Now, ChangeId.From($"link {seed} {n}"), random.Next(2) == 0), Stop);
                    break;
                case 1:
                    await _host.Tracker.As(Actor.ForSelf(contact)).ApplyAsync(_host.Give(contact).WithId(ChangeId.From($"again {seed} {n}")), Stop);
                    break;
                default:
                    await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).WithId(ChangeId.From($"no {seed} {n}")).From(ChangeSource.Api).Object(Email), Stop);
                    break;
            }
        }
    }
}
