using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Noes to purposes that rest on a contract or a duty, under attack: what got lost once, and what held.</summary>
public class FoundByAttackOnServices
{
    private const string Ground = "GDPR 17(1)(b)";
    private static readonly PurposePath s_mail = PurposePath.Parse("service.orders.email");
    private static readonly PurposePath s_orders = PurposePath.Parse("service.orders");
    private static readonly PurposePath s_recall = PurposePath.Parse("service.recall");

    [Theory]
    [InlineData(ErasureKeeps.Erased)]
    [InlineData(ErasureKeeps.NeverContact)]
    public async Task A_documents_first_no_to_confirmations_of_whoever_must_not_be_contacted_is_kept(ErasureKeeps keeps)
    {
        using var host = Host();
        await SayAsync(host, host.Give(Ada));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground) { Keeps = keeps }, Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).MergeAsync(new(Ada, "crm", host.Now, NodeFlags.Empty.With(s_mail, ConsentFlag.Status, FlagValue.Inactive)), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
    }

    [Fact]
    public async Task A_bulk_no_to_confirmations_of_whoever_a_list_closed_is_kept()
    {
        using var host = Host();
        await host.Privacy.As(Manager).CloseAsync(new() { Name = "list", Contacts = [Ada] }, Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        ConsentChange[] noes = [ConsentChange.For(Ada).WithId(ChangeId.From("1")).From(ChangeSource.Api).Object(s_mail)];
        await host.Bulk.As(Api).Apply(noes.ToAsyncEnumerable()).ToListAsync(Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Privacy.As(Manager).CloseAsync(new() { Name = "list2", Contacts = [Ada] }, Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_no_to_a_purpose_that_is_published_later_outlasts_the_erasure(bool isClosedBefore)
    {
        using var host = Host();
        var later = PurposePath.Parse("service.orders.phone");
        await SayAsync(host, host.Give(Ada));
        if (isClosedBefore)
        {
            await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
            host.Clock.Advance(TimeSpan.FromDays(1));
        }

        await SayAsync(host, ConsentChange.For(Ada).Object(later));
        if (!isClosedBefore)
        {
            await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        }

        var published = await host.Privacy.As(Manager).PublishPurposesAsync(p => p.Purpose("service.orders.phone", Channel.Phone, basis: PurposeBasis.Contract), Stop);
        Assert.Equal(ChangeOutcome.Recorded, published.Outcome);
        Assert.Equal(DecisionCode.Contract, await MayAsync(host, Bea, later));
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, later));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_yes_out_of_its_time_answers_no_no(bool isToCome, bool erases)
    {
        using var host = Host();
        await SayAsync(host, ConsentChange.For(Ada).Withdraw(s_mail));
        host.Clock.Advance(TimeSpan.FromDays(1));
        Timestamp? from = isToCome ? host.Now.Plus(TimeSpan.FromDays(30)) : null;
        Timestamp? until = isToCome ? null : host.Now.Plus(TimeSpan.FromDays(2));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", host.Now).Give(s_mail, host.Now, Form, from: from, until: until), Stop);
        host.Clock.Advance(TimeSpan.FromDays(3));
        if (erases)
        {
            await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        }

        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
    }

    [Fact]
    public async Task A_no_kept_outlasts_opening_a_second_erasure_a_rectified_list_and_a_point()
    {
        using var host = Host();
        await SayAsync(host, ConsentChange.For(Ada).Object(s_mail).Withdraw(s_recall));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).AcceptNotice("v1", host.Now).GiveAnew(Email, host.Now, Form), Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        await host.Privacy.As(Manager).CloseAsync(new() { Name = "list", Contacts = [Ada] }, Stop);
        Assert.NotEqual(DecisionCode.LegalObligation, await MayAsync(host, Ada, s_recall));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task Clocks_that_jump_lose_no_no()
    {
        using var host = Host();
        await SayAsync(host, host.Give(Ada));
        await SayAsync(host, host.Give(Bea));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(3650));
        await host.Tracker.As(Actor.ForSelf(Bea)).ApplyAsync(host.Give(Bea, s_mail), Stop);
        var ahead = host.Store;
        using var back = new TrackedHost(configure: o => o.Taxonomy = TaxonomyGen.Serving, store: ahead);
        back.Clock.Advance(TimeSpan.FromDays(5));
        await SayAsync(back, ConsentChange.For(Ada).Object(s_mail));
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(back, Ada, s_mail));
        await back.Tracker.As(Api).LinkAsync(new(Ada, Bea, back.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(back, Ada, s_mail));
    }

    [Fact]
    public async Task What_a_later_version_wrote_of_the_confirmations_outlasts_the_erasure()
    {
        using var host = Host();
        await SayAsync(host, host.Give(Ada));
        var stored = (await host.Store.FindAsync([new(Ada)], Stop))[0];
        var now = stored.Snapshot!.Under(TaxonomyGen.Serving);
        var said = (await host.Store.ReadLogAsync(new() { Contact = Ada }, Stop).ToListAsync(Stop))[^1];
        var unknown = said with
        {
            Facts = said.Facts with { Type = AuditEntryType.Parse("foretold"), ChangeIdDigest = Sha256Digest.OfText("f"), Statements = [said.Facts.Statements[0] with { Node = s_mail }], Acceptance = null },
            Subject = new(Ada, now.Revision with { Number = now.Revision.Number + 1 }),
            Evidence = said.Evidence! with { Change = ChangeId.From("f") },
        };
        var after = PersonConsents.Fold([Ada], TaxonomyGen.Serving, [said, unknown with { Index = said.Index + 1 }]);
        Assert.IsType<Consent.Storage.CommitOutcome.Committed>((await host.Store.CommitAsync([new() { Entries = [unknown], Snapshots = [new(after[Ada], stored.Version) { ExpectedLastEntry = stored.LastEntry }] }], Stop))[0]);
        Assert.Equal(DecisionCode.UnknownEntryKind, await MayAsync(host, Ada, s_mail));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
    }

    [Fact]
    public async Task A_no_of_one_linked_before_and_of_an_address_counts_after_their_erasure()
    {
        using var host = Host();
        var point = ContactPoint.Email("ada@shop.example");
        await SayAsync(host, host.Give(Ada));
        await SayAsync(host, host.Give(Bea));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, ConsentChange.For(Ada).Object(s_mail));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Bea, s_mail));
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));

        await SayAsync(host, ConsentChange.For(point.Id).Object(s_mail));
        await host.Privacy.As(Manager).EraseAsync(new(point.Id, Ground), Stop);
        Assert.NotEqual(DecisionCode.Contract, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(ContactId.From("cid"), s_mail).With(Stated).At(point), Stop)).Code);
    }

    [Fact]
    public async Task A_kept_no_is_folded_anew_from_the_log_and_outlasts_changed_dates_of_others()
    {
        using var host = new TrackedHost(store => new TroubledStore(store), o => o.Taxonomy = TaxonomyGen.Serving);
        var store = (TroubledStore)Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Consent.Storage.IConsentStore>(host.Services);
        await SayAsync(host, ConsentChange.For(Ada).Object(s_mail));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, ConsentChange.For(Ada).Withdraw(s_recall));
        store.Altered.Add(Ada);
        Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(Manager).RebuildAsync(Ada, Stop));
        store.Altered.Clear();
        Assert.Equal(2, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Noes.Length);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        Assert.Equal(2, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Noes.Length);
        await SayAsync(host, host.Give(Bea));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Bea, Ground), Stop);
        Assert.Equal(2, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Noes.Length);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Bea, s_mail));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task A_list_that_closed_an_id_and_is_rectified_leaves_the_no_said_to_it_since()
    {
        using var host = Host();
        await host.Privacy.As(Manager).CloseAsync(new() { Name = "list", Contacts = [Ada] }, Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, ConsentChange.For(Ada).Object(s_mail));
        Assert.Equal(RectificationOutcome.Rectified, await host.Privacy.As(Manager).RectifyAsync(Rectification.OfList(Ada, "list", "wrong file", "case 7"), Stop));
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, host.Give(Bea));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        await host.Privacy.As(Manager).CloseAsync(new() { Name = "list", Contacts = [Ada] }, Stop);
        await host.Privacy.As(Manager).RectifyAsync(Rectification.OfList(Ada, "list", "wrong file", "case 7"), Stop);
        Assert.NotEqual(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task A_restriction_kept_of_a_closed_id_stays_one_when_the_id_is_opened_for_something_else()
    {
        using var host = Host();
        await SayAsync(host, host.Give(Ada));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, Ground), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(host, ConsentChange.For(Ada).Restrict(s_recall));
        var grounds = ProcessingRequest.ToContact(Ada, s_recall).ServingNoDirectMarketing().With(f => Stated(f) with { CompellingGrounds = "the brakes fail" });
        Assert.False((await host.Tracker.DecideAsync(grounds, Stop)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop);
        Assert.False((await host.Tracker.DecideAsync(grounds, Stop)).IsPermitted);
    }

    [Fact]
    public async Task A_pause_of_the_confirmations_holds_until_its_end_and_not_longer()
    {
        using var host = Host();
        var end = host.Now.Plus(TimeSpan.FromDays(3));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Pause(s_orders, end, Form), Stop);
        var decision = await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, s_mail).With(Stated), Stop);
        Assert.False(decision.IsPermitted);
        Assert.Equal(end, decision.HoldsUntil);
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(DecisionCode.Contract, await MayAsync(host, Ada, s_mail));
    }

    private static TrackedHost Host() => new(configure: o => o.Taxonomy = TaxonomyGen.Serving);

    private static RequestFacts Stated(RequestFacts facts) => facts with { Contract = new(true), LegalObligation = "GDPR 34" };

    private static async Task<DecisionCode> MayAsync(TrackedHost host, ContactId contact, PurposePath purpose) => (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(contact, purpose).With(Stated), Stop)).Code;

    private static async Task SayAsync(TrackedHost host, ConsentChange change) => await host.Tracker.As(Api).ApplyAsync(change, Stop);
}
