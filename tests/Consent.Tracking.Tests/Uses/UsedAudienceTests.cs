using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Uses;

/// <summary>An audience that is used leaves one entry when it ends, whoever ends it.</summary>
public class UsedAudienceTests
{
    private static readonly UseReference s_use = new("spring-2026");
    private static readonly ProcessingRequest s_request = ProcessingRequest.ToContactAnyone(Email);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_recorded_whole_or_cut_off_with_how_many_were_listed(bool tellsChanges)
    {
        using var host = new TrackedHost(tellsChanges ? null : store => new Testing.FaultInjectingStore(store));
        await GivenAsync(host, 5);
        var audience = host.Audience.As(Api);

        Assert.Equal(5, await audience.StreamAsync(s_request, s_use, Stop).CountAsync(Stop));
        await foreach (var _ in audience.StreamAsync(s_request, s_use, Stop))
        {
            break;
        }

        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var listed = 0;
            await foreach (var _ in audience.StreamAsync(s_request, s_use, stopping.Token))
            {
                if (++listed == 2)
                {
                    await stopping.CancelAsync();
                    stopping.Token.ThrowIfCancellationRequested();
                }
            }
        });

        // Nobody read any of it.
        _ = audience.StreamAsync(s_request, s_use, Stop);

        var uses = await host.Audit.As(Dpo).UsesAsync(cancellationToken: Stop).ToListAsync(Stop);
        Assert.Equal([(5L, false), (1, true), (2, true)], uses.Select(u => (u.Use.Permitted, u.Use.IsCutOff)));
        Assert.All(uses, u => Assert.Equal((null, "crm", 1), (u.Use.Asked, u.Actor?.Id, u.Use.Requests.Length)));
        Assert.All(uses, u => Assert.NotNull(u.Use.Notices));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task Where_it_cannot_be_recorded_the_end_of_the_loop_throws()
    {
        var host = new TrackingHost();
        await host.ApplyAsync(TrackingHost.Give());
        host.Store.CommitsToFail = 100;
        var listed = 0;

        await Assert.ThrowsAnyAsync<Storage.ConsentStoreException>(async () =>
        {
            await foreach (var _ in host.Audience.As(Api).StreamAsync(s_request, s_use, Stop))
            {
                listed++;
            }
        });

        Assert.Equal(1, listed);
    }

    [Fact]
    public async Task A_no_that_comes_while_it_runs_leaves_two_answers_and_one_of_them_was_given()
    {
        using var host = new TrackedHost();
        await GivenAsync(host, 2);
        await using (var listing = host.Audience.As(Api).StreamAsync(s_request, s_use, Stop).GetAsyncEnumerator(Stop))
        {
            Assert.True(await listing.MoveNextAsync());
            await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(listing.Current).Object(Email), Stop);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var use = Assert.Single(await host.Audit.As(Dpo).UsesAsync(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Equal((2, 3), (use.Use.LogSize, use.Use.LogSizeAfter));
        var explained = new List<UseExplanation>();
        foreach (var id in new[] { "c0", "c1" })
        {
            explained.Add(await host.Audit.As(Dpo).ExplainUseAsync(use.Index, ContactId.From(id), cancellationToken: Stop));
        }

        Assert.Equal([DecisionOutcome.Permit, DecisionOutcome.Deny], explained.Single(e => !e.IsCertain).Decisions.Select(d => d.Decision.Outcome));
        Assert.True(explained.Single(e => e.IsCertain).Decisions[0].Decision.IsPermitted);
    }

    [Fact]
    public async Task Time_that_passes_while_it_runs_is_among_the_answers_too()
    {
        using var host = new TrackedHost(store => new Testing.FaultInjectingStore(store), options => options.Jurisdiction = Jurisdiction.EuropeanUnion.With(it => it.Validity(1)));
        await GivenAsync(host, 1);
        host.Clock.Advance(TimeSpan.FromDays(27));
        await GivenAsync(host, 2);
        var listed = new List<ContactId>();
        await foreach (var contact in host.Audience.As(Api).StreamAsync(s_request, s_use, Stop))
        {
            // The consent of the first one ends while the list is worked through.
            listed.Add(contact);
            host.Clock.Advance(TimeSpan.FromDays(10));
        }

        var use = Assert.Single(await host.Audit.As(Dpo).UsesAsync(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Equal(listed.Count, use.Use.Permitted);
        foreach (var contact in listed)
        {
            Assert.Contains((await host.Audit.As(Dpo).ExplainUseAsync(use.Index, contact, cancellationToken: Stop)).Decisions, d => d.Decision.IsPermitted);
        }
    }

    [Fact]
    public async Task Operators_and_contacts_use_no_audience_and_an_address_is_refused_before_anything_is_read()
    {
        using var host = new TrackedHost();
        Assert.Throws<ConsentAccessDeniedException>(() => host.Audience.As(Actor.Operator("o")));
        Assert.Throws<ArgumentException>(() => host.Audience.As(Api).StreamAsync(s_request.At(ContactPoint.Email("ada@shop.example")), s_use, Stop));
        Assert.Equal(0, await host.Audience.As(Actor.System("s")).StreamAsync(s_request, s_use, Stop).CountAsync(Stop));
        Assert.Equal(1, await host.LogSize());
    }

    private static async Task GivenAsync(TrackedHost host, int contacts)
    {
        for (var n = 0; n < contacts; n++)
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(ContactId.From($"c{n}")), Stop);
        }
    }
}
