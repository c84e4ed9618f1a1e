using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Uses;

/// <summary>What a use came to for one contact is worked out from the log and the rules of then.</summary>
public class ExplainedUseTests
{
    private static readonly UseReference s_use = new("spring-2026");
    private static readonly ContactPoint s_address = ContactPoint.Email("ada@shop.example");

    [Fact]
    public async Task What_is_said_later_changes_nothing_and_who_asks_is_recorded_first()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var (index, then) = await UseAsync(host, Ask(Ada), Ask(Bea));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);

        var audit = host.Audit.As(Dpo);
        foreach (var (contact, decision) in new[] { (Ada, then[0]), (Bea, then[1]) })
        {
            var explained = await audit.ExplainUseAsync(index, contact, cancellationToken: Stop);
            Assert.True(explained.IsCertain);
            Assert.Equal((decision, false, false), (explained.Decisions[0].Decision, explained.IsErased, explained.RulesDiffer));
            Assert.NotEmpty(explained.Decisions[0].Steps);
            Assert.Equal(AuditEntryType.Read, (await audit.HistoryAsync(contact, Stop))[^2].Type);
        }

        Assert.True(then[0].IsPermitted);
        Assert.Throws<ConsentAccessDeniedException>(() => host.Audit.As(Manager));
    }

    [Fact]
    public async Task Where_an_altered_record_was_met_no_answer_is_certain_until_all_was_verified()
    {
        using var host = new TrackedHost(store => new TroubledStore(store));
        var store = (TroubledStore)host.Services.GetRequiredService<IConsentStore>();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        store.Altered.Add(Ada);
        var (index, then) = await UseAsync(host, Ask(Ada), Ask(Bea));
        Assert.Equal(DecisionCode.RecordAltered, then[0].Code);

        store.Altered.Clear();
        foreach (var contact in new[] { Ada, Bea })
        {
            var explained = await host.Audit.As(Dpo).ExplainUseAsync(index, contact, cancellationToken: Stop);
            Assert.True(explained.Use.Use.HasMetAltered);
            Assert.True(explained.Decisions.Single().Decision.IsPermitted);
            Assert.False(explained.IsCertain);
        }

        await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        var (after, _) = await UseAsync(host, Ask(Ada));
        Assert.True((await host.Audit.As(Dpo).ExplainUseAsync(after, Ada, cancellationToken: Stop)).IsCertain);
    }

    [Theory]
    [InlineData(ErasureKeeps.Erased)]
    [InlineData(ErasureKeeps.NeverContact)]
    public async Task Of_somebody_erased_since_it_says_so_also_when_they_came_back(ErasureKeeps keeps)
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var (index, _) = await UseAsync(host, Ask(Ada));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = keeps }, Stop);
        var (closed, denied) = await UseAsync(host, Ask(Ada));

        Assert.Equal((true, false), await Explained(index));
        Assert.Equal((false, true), await Explained(closed));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).AcceptNotice("v1", host.Now).GiveAnew(Email, host.Now, Form), Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        Assert.Equal((true, false), await Explained(index));
        Assert.Equal((false, true), await Explained(closed));
        Assert.Equal(denied[0], (await host.Audit.As(Dpo).ExplainUseAsync(closed, Ada, cancellationToken: Stop)).Decisions[0].Decision);

        async Task<(bool, bool)> Explained(long at) => await host.Audit.As(Dpo).ExplainUseAsync(at, Ada, cancellationToken: Stop) is var explained ? (explained.IsErased, explained.IsCertain) : default;
    }

    [Fact]
    public async Task Of_somebody_linked_with_one_who_was_erased_since_it_says_so_too()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Email), Stop);
        var (index, then) = await UseAsync(host, Ask(Ada));
        Assert.Equal(DecisionCode.Objected, then[0].Code);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        Assert.True((await host.Audit.As(Dpo).ExplainUseAsync(index, Ada, cancellationToken: Stop)).IsCertain);
        host.Clock.Advance(TimeSpan.FromDays(1));

        await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Stop);

        Assert.True((await host.Audit.As(Dpo).ExplainUseAsync(index, Ada, cancellationToken: Stop)).IsErased);
    }

    /// <summary>Found by stories: of whom a closed id was linked with no entry of its own tells.</summary>
    [Fact]
    public async Task Of_a_closed_id_linked_with_one_who_was_erased_since_it_says_so_too()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Manager).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("l1"), isLinked: true) { Reason = "one person" }, Stop);
        var (index, _) = await UseAsync(host, Ask(Bea));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.NeverContact }, Stop);

        Assert.True((await host.Audit.As(Dpo).ExplainUseAsync(index, Bea, cancellationToken: Stop)).IsErased);
    }

    [Fact]
    public async Task Over_a_path_of_links_too_and_not_of_what_was_erased_before_the_use()
    {
        using var host = new TrackedHost();
        var cid = ContactId.From("cid");
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        await LinkAsync(Ada, Bea, "ab", true);
        await LinkAsync(Bea, cid, "bc", true);
        var (linked, _) = await UseAsync(host, Ask(cid));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await LinkAsync(Bea, cid, "not bc", false);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        var (erased, then) = await UseAsync(host, Ask(cid));

        Assert.True((await host.Audit.As(Dpo).ExplainUseAsync(linked, cid, cancellationToken: Stop)).IsErased);
        Assert.Equal(then[0], (await host.Audit.As(Dpo).ExplainUseAsync(erased, cid, cancellationToken: Stop)).Decisions.Single().Decision);

        async Task LinkAsync(ContactId one, ContactId other, string id, bool isLinked) =>
            await host.Tracker.As(Manager).LinkAsync(new(one, other, host.Now, ChangeId.From(id), isLinked) { Reason = "one person" }, Stop);
    }

    [Fact]
    public async Task Notices_and_purposes_published_since_make_no_difference()
    {
        using var host = new TrackedHost();
        await host.Privacy.As(Manager).PublishNoticeAsync(new("v1", host.Now), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var (index, then) = await UseAsync(host, Ask(Ada));
        await host.Privacy.As(Manager).PublishNoticeAsync(new("v2", host.Now.Plus(TimeSpan.FromTicks(-10))) { IsMaterial = true }, Stop);
        await host.Privacy.As(Manager).PublishNoticeAsync(new("v3", host.Now.Plus(TimeSpan.FromTicks(10))) { IsMaterial = true }, Stop);
        await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("marketing.automatic.whatsapp", Channel.InstantMessage), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
        var (later, denied) = await UseAsync(host, Ask(Ada));

        Assert.Equal(then[0], (await host.Audit.As(Dpo).ExplainUseAsync(index, Ada, cancellationToken: Stop)).Decisions.Single().Decision);
        Assert.True(then[0].IsPermitted);
        Assert.Equal(denied[0], (await host.Audit.As(Dpo).ExplainUseAsync(later, Ada, cancellationToken: Stop)).Decisions.Single().Decision);
    }

    [Theory]
    [InlineData("jurisdiction")]
    [InlineData("taxonomy")]
    [InlineData("notices")]
    public async Task A_host_with_other_rules_says_so_and_does_not_answer(string changed)
    {
        using var host = new TrackedHost(configure: o => o.Notices = new([new("v1", default)]));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var (index, _) = await UseAsync(host, Ask(Ada));

        using var other = new TrackedHost(store: host.Store, configure: o =>
        {
            o.Jurisdiction = changed == "jurisdiction" ? Jurisdiction.EuropeanUnion.With(it => it.Validity(6)) : o.Jurisdiction;
            o.Notices = new([new("v1", default) { IsMaterial = changed == "notices" }]);
            o.Taxonomy = changed == "taxonomy" ? Testing.TaxonomyGen.Extended : o.Taxonomy;
        });
        var explained = await other.Audit.As(Dpo).ExplainUseAsync(index, Ada, cancellationToken: Stop);

        Assert.True(explained.RulesDiffer);
        Assert.Empty(explained.Decisions);
        Assert.True((await host.Audit.As(Dpo).ExplainUseAsync(index, Ada, cancellationToken: Stop)).IsCertain);
    }

    [Fact]
    public async Task Facts_of_each_are_stated_again_and_facts_of_all_are_on_record()
    {
        using var host = new TrackedHost(configure: o => (o.Jurisdiction, o.Sectors) = (Jurisdiction.Italy, [Sector.Other]));
        var listed = new ListFacts("RPO", host.Now);
        var phone = ProcessingRequest.ToContact(default, Purposes.Marketing.Traditional.Phone).With(f => (f with { AddressSource = AddressSource.PublicDirectory }).WithList(listed));
        var (all, then) = await UseAsync(host, phone.About(Ada), phone.About(Bea));
        var (each, thenEach) = await UseAsync(host, phone.About(Ada), phone.About(Bea).With(f => f with { Lists = [listed with { EnrolledAt = host.Now }] }));
        var audit = host.Audit.As(Dpo);

        Assert.Equal(then[1], (await audit.ExplainUseAsync(all, Bea, cancellationToken: Stop)).Decisions.Single().Decision);
        Assert.Equal(then[1], (await audit.ExplainUseAsync(all, phone.About(Bea), Stop)).Decisions.Single().Decision);
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(all, Bea, new() { Age = 9 }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(each, Bea, cancellationToken: Stop));
        Assert.Equal(thenEach[1], (await audit.ExplainUseAsync(each, Bea, phone.Facts with { Lists = [listed with { EnrolledAt = host.Now }] }, Stop)).Decisions.Single().Decision);
        Assert.Equal(thenEach[0], (await audit.ExplainUseAsync(each, phone.About(Ada), Stop)).Decisions.Single().Decision);
        Assert.NotEqual(thenEach[0], thenEach[1]);
    }

    [Fact]
    public async Task Facts_of_all_may_be_left_out_beside_those_of_one_and_are_not_contradicted()
    {
        using var host = new TrackedHost(configure: o => (o.Jurisdiction, o.Sectors) = (Jurisdiction.Italy, [Sector.Other]));
        var list = new ListFacts("RPO", host.Now);
        var phone = ProcessingRequest.ToContact(default, Purposes.Marketing.Traditional.Phone);
        var all = RequestFacts.None with { AddressSource = AddressSource.PublicDirectory, Subscriber = SubscriberKind.LegalPerson, Lists = [list] };
        ProcessingRequest Of(ContactId contact, bool isCustomer) => phone.About(contact).With(all with { Contract = new(isCustomer) });
        var (index, then) = await UseAsync(host, Of(Ada, true), Of(Bea, false));
        var audit = host.Audit.As(Dpo);

        var own = RequestFacts.None with { Contract = new(true) };
        foreach (var stated in new[] { own, own with { Lists = [list] }, own with { Subscriber = SubscriberKind.LegalPerson }, all with { Contract = new(true) } })
        {
            Assert.Equal(then[0], (await audit.ExplainUseAsync(index, phone.About(Ada).With(stated), Stop)).Decisions.Single().Decision);
            Assert.Equal(then[0], (await audit.ExplainUseAsync(index, Ada, stated, Stop)).Decisions.Single().Decision);
        }

        foreach (var stated in new[] { own with { Lists = [list with { EnrolledAt = host.Now }] }, own with { Subscriber = SubscriberKind.SoleTrader }, own with { AddressSource = AddressSource.Person } })
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(index, phone.About(Ada).With(stated), Stop));
        }
    }

    [Fact]
    public async Task At_an_address_the_address_is_named_again()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(s_address.Id).Object(Email), Stop);
        var (index, then) = await UseAsync(host, Ask(Ada).At(s_address), Ask(Bea).At(s_address));
        host.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var id in new[] { s_address.Id, Ada })
        {
            await host.Tracker.As(Actor.ForSelf(id)).ApplyAsync(ConsentChange.For(id).AcceptNotice("v1", host.Now).GiveAnew(Email, host.Now, Form), Stop);
        }

        var audit = host.Audit.As(Dpo);

        Assert.Equal(DecisionCode.Objected, then[0].Code);
        Assert.True((await host.Tracker.DecideAsync(Ask(Ada).At(s_address), Stop)).IsPermitted);
        Assert.Equal(then[0], (await audit.ExplainUseAsync(index, Ask(Ada).At(s_address), Stop)).Decisions.Single().Decision);
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(index, Ask(Ada), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(index, Ada, cancellationToken: Stop));
    }

    [Fact]
    public async Task What_was_not_asked_or_is_no_use_is_not_explained()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var (index, _) = await UseAsync(host, Ask(Ada), ProcessingRequest.ToProfile(Ada, Purposes.Profiling.Online));
        var audit = host.Audit.As(Dpo);
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(index, Ada, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(index, Ask(Ada).At(host.Now), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(0, Ada, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(1000, Ada, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.ExplainUseAsync(index, default(ContactId), cancellationToken: Stop));
        Assert.True((await audit.ExplainUseAsync(index, Ask(Ada), Stop)).IsCertain);
    }

    private static ProcessingRequest Ask(ContactId contact) => ProcessingRequest.ToContact(contact, Email);

    private static async Task<(long Index, IReadOnlyList<ConsentDecision> Decisions)> UseAsync(TrackedHost host, params ProcessingRequest[] requests)
    {
        var decisions = await host.Tracker.As(Api).DecideAsync(requests, s_use, Stop);
        return (await host.LogSize() - 1, decisions);
    }
}
