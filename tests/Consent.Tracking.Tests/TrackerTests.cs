using Consent.Storage;
using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public class TrackerTests
{
    [Fact]
    public async Task A_contact_never_heard_of_is_one_of_whom_nothing_is_on_record()
    {
        using var host = new TrackedHost();
        Assert.Equal(DecisionOutcome.NoBasis, (await host.MayEmail(Ada)).Outcome);
        Assert.True((await host.Tracker.As(Api).GetAsync(Ada, Stop)).IsEmpty);
    }

    [Fact]
    public async Task A_question_about_anyone_is_answered_with_how_to_ask_it()
    {
        using var host = new TrackedHost();
        ProcessingRequest[] aboutNobody = [default, ProcessingRequest.ToContactAnyone(Email), ProcessingRequest.ToStoreAnyone(Email)];
        foreach (var request in aboutNobody)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(async () => await host.Tracker.DecideAsync(request, Stop));
            Assert.Contains("request.About(contact)", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ArgumentException>(async () => await host.Tracker.As(Api).ExplainAsync(request, Stop));
        }
    }

    [Fact]
    public async Task What_a_person_gives_is_permitted_until_they_withdraw()
    {
        using var host = new TrackedHost();
        var self = host.Tracker.As(Actor.ForSelf(Ada));
        var given = await self.ApplyAsync(host.Give(Ada), Stop);
        Assert.Equal((ChangeOutcome.Recorded, 0L, 1L), (given.Outcome, given.Index, given.Revision.Number));
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        await self.ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_preview_says_what_would_happen_and_writes_nothing()
    {
        using var host = new TrackedHost();
        var preview = await host.Tracker.As(Api).PreviewAsync(host.Give(Ada), Stop);
        Assert.Equal(StatementResult.InForce, preview.Statements[0].Result);
        Assert.Equal(0, await host.LogSize());
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_retry_under_the_same_id_is_answered_and_not_applied_again()
    {
        using var host = new TrackedHost();
        var change = host.Give(Ada).WithId(ChangeId.From("form-1"));
        var first = await host.Tracker.As(Api).ApplyAsync(change, Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        var again = await host.Tracker.As(Api).ApplyAsync(change, Stop);
        Assert.Equal((ChangeOutcome.Repeated, ChangeCode.RepeatedChange, first.Index), (again.Outcome, again.Code, again.Index));
        Assert.False((await host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(2, await host.LogSize());
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_not_applied_twice()
    {
        using var host = new TrackedHost(store => new FaultInjectingStore(store).LoseFirstAnswer());
        var result = await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        Assert.NotEqual(ChangeOutcome.Refused, result.Outcome);
        Assert.Equal(1, await host.LogSize());
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Sixty_four_writers_lose_no_update_and_leave_no_gap()
    {
        using var host = new TrackedHost();
        var nodes = ContactlabTaxonomy.Instance.Nodes.Where(n => !n.IsGroup).Select(n => n.Path).ToList();
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
            async () => await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From($"c{i:00}")).Object(nodes[i % nodes.Count], host.Now.Plus(TimeSpan.FromSeconds(-i))), Stop), Stop)));
        Assert.All(results, r => Assert.Equal(ChangeOutcome.Recorded, r.Outcome));
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long)i), results.Select(r => r.Revision.Number).Order());
        var contact = await host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.Equal(64, contact.Revision.Number);
        Assert.All(nodes, n => Assert.Equal(FlagValue.Active, contact[n].Objection));
    }

    [Fact]
    public async Task An_expected_revision_that_moved_refuses_the_yes_and_keeps_the_no()
    {
        using var host = new TrackedHost();
        var seen = (await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop)).Revision;
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, Purposes.Profiling.Classic), Stop);
        var result = await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, Purposes.Profiling.Online).Object(Email).Expecting(seen), Stop);
        Assert.Equal(ChangeCode.RevisionConflict, result.Code);
        Assert.Equal([StatementResult.Refused, StatementResult.InForce], result.Statements.Select(s => s.Result));
    }

    [Fact]
    public async Task Linked_contacts_are_one_person_and_the_withdrawal_of_one_stands()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        Assert.True((await host.MayEmail(Bea)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var link = new ContactLink(Ada, Bea, host.Now, ChangeId.From("link-1"));
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).LinkAsync(link, Stop)).Outcome);
        Assert.Equal(ChangeOutcome.Repeated, (await host.Tracker.As(Api).LinkAsync(link, Stop)).Outcome);
        Assert.False((await host.MayEmail(Bea)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        var trace = await host.Tracker.As(Api).ExplainAsync(ProcessingRequest.ToContact(Ada, Email), Stop);
        Assert.NotEmpty(trace.Steps);
    }

    [Fact]
    public async Task An_export_has_the_contacts_own_entries_and_is_itself_recorded()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        var export = await host.Tracker.As(Actor.ForSelf(Ada)).ExportAsync(Ada, Stop);
        Assert.Equal([AuditEntryType.Changed], export.Entries.Select(e => e.Type));
        Assert.Equal(FlagValue.Active, Assert.Single(export.Consents)[Email].Status);
        Assert.Equal(3, await host.LogSize());
    }

    [Fact]
    public async Task A_document_merges_what_it_names_and_says_nothing_twice()
    {
        using var host = new TrackedHost();
        var flags = NodeFlags.Empty.With(Purposes.SoftSpam.Email, ConsentFlag.Objection, FlagValue.Active);
        var document = new ConsentDocument(Ada, "crm", host.Now, flags);
        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(await host.Tracker.As(Api).MergeAsync(document, Stop)).Outcome);
        var size = await host.LogSize();
        await host.Tracker.As(Api).MergeAsync(document, Stop);
        Assert.Empty(await host.Tracker.As(Api).MergeAsync(new ConsentDocument(Ada, "crm", host.Now.Plus(TimeSpan.FromDays(1)), flags), Stop));
        Assert.Equal(size, await host.LogSize());
    }

    [Fact]
    public async Task Trouble_that_stays_is_thrown_and_nothing_is_half_written()
    {
        using var host = new TrackedHost(store => Enumerable.Range(1, 10).Aggregate(new FaultInjectingStore(store), (s, call) => s.FailBeforeCommit(call)));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop));
        Assert.Equal(0, await host.LogSize());
    }

    [Fact]
    public async Task A_list_of_requests_is_answered_in_its_order_however_long_it_is_and_however_often_somebody_is_in_it()
    {
        using var host = new TrackedHost();
        ContactId[] people = [.. Enumerable.Range(0, 1201).Select(n => ContactId.From($"person {n}"))];
        for (var n = 0; n < people.Length; n += 3)
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(people[n]), Stop);
        }

        ProcessingRequest[] requests = [.. people.Concat(people.Take(10)).Select(id => ProcessingRequest.ToContact(id, Email))];
        var decisions = await host.Tracker.DecideAsync(requests, Stop);

        Assert.Equal(requests.Select((_, i) => i % people.Length % 3 == 0), decisions.Select(d => d.IsPermitted));
        Assert.Empty(await host.Tracker.DecideAsync([], Stop));
        Assert.Contains("at 1 ", (await Assert.ThrowsAsync<ArgumentException>(async () => await host.Tracker.DecideAsync([requests[0], ProcessingRequest.ToContactAnyone(Email)], Stop))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Tracker.As(Actor.ForSelf(people[0])).DecideAsync(requests, Stop));
    }
}
