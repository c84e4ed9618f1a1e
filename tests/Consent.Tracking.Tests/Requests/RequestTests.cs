using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Requests;

/// <summary>What persons ask for is on record with the day by which it is due, and a no among it counts at once.</summary>
public class RequestTests
{
    private static readonly Actor s_clerk = Actor.Operator("clerk");

    [Fact]
    public async Task What_is_asked_is_due_within_a_month_and_the_earliest_leads()
    {
        using var host = Host();
        var requests = host.Tracker.As(s_clerk).Requests;
        var access = (await requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
        var late = (await requests.FileAsync(Bea, SubjectRequestKind.HumanReview, host.Now.Plus(TimeSpan.FromDays(-40)), cancellationToken: Stop)).Request!;
        var portability = (await requests.FileAsync(Ada, SubjectRequestKind.Portability, host.Now.Plus(TimeSpan.FromDays(-10)), cancellationToken: Stop)).Request!;

        var keeping = host.Tracker.As(Dpo).Requests;
        Assert.Equal([late, portability, access], await keeping.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
        Assert.Equal([late], await keeping.DueAsync(host.Now, Stop).ToListAsync(Stop));
        Assert.Equal([true, false, false], await keeping.DueAsync(Timestamp.MaxValue, Stop).Select(r => r.IsOverdue(host.Now)).ToListAsync(Stop));
        Assert.Equal([access, portability], await requests.OfAsync(Ada, Stop));

        var extended = await keeping.ExtendAsync(access.Number, "forty systems", cancellationToken: Stop);
        Assert.Equal((SubjectRequestOutcome.Recorded, host.Now, (Timestamp?)null), (extended.Outcome, extended.Request!.ExtensionToldAt, extended.Request.AnsweredAt));
        Assert.Equal(SubjectRequestOutcome.AlreadyExtended, (await keeping.ExtendAsync(access.Number, "fifty", host.Now.Plus(TimeSpan.FromSeconds(-1)), Stop)).Outcome);
        Assert.Equal(SubjectRequestOutcome.FirstMonthIsOver, (await keeping.ExtendAsync(late.Number, "late", cancellationToken: Stop)).Outcome);
        var refused = (await host.Tracker.As(Manager).Requests.RefuseAsync(portability.Number, SubjectRequestRefusal.ConditionsNotMet, "nothing was provided by the person", cancellationToken: Stop)).Request!;
        Assert.Equal(SubjectRequestOutcome.AlreadyAnswered, (await keeping.AnswerAsync(portability.Number, host.Now.Plus(TimeSpan.FromSeconds(-1)), Stop)).Outcome);
        Assert.Equal(SubjectRequestOutcome.NotOnRecord, (await keeping.AnswerAsync(SubjectRequestNumber.FromBits(7), cancellationToken: Stop)).Outcome);
        Assert.Equal([late, extended.Request], await keeping.DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
        Assert.Equal(refused, await keeping.FindAsync(portability.Number, Stop));
        Assert.Null(await keeping.FindAsync(default, Stop));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task An_objection_and_a_restriction_are_a_no_to_everything_or_to_what_is_named()
    {
        using var host = Host();
        foreach (var contact in (ContactId[])[Ada, Bea, ContactId.From("cid")])
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(contact).Give(Purposes.Marketing.Automatic.Sms, host.Now, Form), Stop);
        }

        var filed = await host.Tracker.As(Actor.ForSelf(Ada)).Requests.FileAsync(Ada, SubjectRequestKind.Objection, cancellationToken: Stop);
        await host.Tracker.As(s_clerk).Requests.FileAsync(Bea, SubjectRequestKind.Restriction, nodes: [Email, PurposePath.Parse("unheard.of")], cancellationToken: Stop);
        await host.Tracker.As(s_clerk).Requests.FileAsync(ContactId.From("cid"), SubjectRequestKind.Erasure, cancellationToken: Stop);

        Assert.True(filed.Change!.IsFullyInForce);
        Assert.Equal(ChangeId.From($"request:{filed.Request!.Number}"), filed.Change.Change);
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
        Assert.Equal(DecisionCode.Restricted, (await host.MayEmail(Bea)).Code);
        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Bea, Purposes.Marketing.Automatic.Sms), Stop)).IsPermitted);
        Assert.True((await host.MayEmail(ContactId.From("cid"))).IsPermitted);

        // That it is refused does not take the no back: the person, or whoever lifts it, does.
        await host.Tracker.As(Dpo).Requests.RefuseAsync(filed.Request.Number, SubjectRequestRefusal.CompellingGrounds, cancellationToken: Stop);
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);

        var size = await host.LogSize();
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, nodes: [Email], cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, (SubjectRequestKind)7, cancellationToken: Stop));
        Assert.Equal(size, await host.LogSize());
    }

    [Fact]
    public async Task A_dated_objection_that_is_filed_again_does_not_undo_what_the_person_said_since()
    {
        using var host = Host();
        var id = ChangeId.From("letter 7");
        var received = host.Now.Plus(TimeSpan.FromHours(-1));
        await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Objection, received, id, cancellationToken: Stop);
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).RetractObjection(PurposePath.All, host.Now, Form).Give(Email, host.Now, Form, "v1"), Stop);

        var again = await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Objection, received, id, cancellationToken: Stop);

        Assert.Equal((SubjectRequestOutcome.Repeated, ChangeOutcome.Repeated), (again.Outcome, again.Change!.Outcome));
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Who_is_not_on_record_may_ask_and_is_not_put_on_record_by_it()
    {
        using var host = Host();
        var filed = await host.Tracker.As(Actor.ForSelf(Ada)).Requests.FileAsync(Ada, SubjectRequestKind.Access, id: ChangeId.From("a"), cancellationToken: Stop);

        Assert.Equal(filed.Request, Assert.Single(await host.Tracker.As(Actor.ForSelf(Ada)).Requests.OfAsync(Ada, Stop)));
        Assert.Null((await host.Store.FindAsync([new(Ada)], Stop))[0].Snapshot);
        Assert.Empty(await host.Store.ReadLogAsync(new() { Contact = Ada }, Stop).ToListAsync(Stop));
        Assert.DoesNotContain("\"ada\"", await WrittenAsync(host.Store), StringComparison.Ordinal);
        Assert.Null(await host.Tracker.As(Dpo).Requests.ContactOfAsync(filed.Request!.Number, Stop));

        // On record since: the same filing is still the same request.
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var again = await host.Tracker.As(Actor.ForSelf(Ada)).Requests.FileAsync(Ada, SubjectRequestKind.Access, id: ChangeId.From("a"), cancellationToken: Stop);
        Assert.Equal((SubjectRequestOutcome.Repeated, filed.Request.Number), (again.Outcome, again.Request!.Number));
        Assert.Equal(ErasureOutcome.Forgotten, await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Nothing }, Stop));
        Assert.Equal([filed.Request!], await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop));
        Assert.Empty(await host.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task A_no_of_who_was_erased_reaches_what_is_kept_and_the_id_stays_closed()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));

        var filed = await host.Tracker.As(Actor.ForSelf(Ada)).Requests.FileAsync(Ada, SubjectRequestKind.Objection, cancellationToken: Stop);

        Assert.Equal(SubjectRequestOutcome.Recorded, filed.Outcome);
        Assert.Equal(ClosedKind.NeverContact, (await host.Store.FindAsync([new(Ada)], Stop))[0].Snapshot!.Closing!.Kind);
        Assert.Equal(DecisionCode.Suppressed, (await host.MayEmail(Ada)).Code);
        Assert.DoesNotContain("\"ada\"", await WrittenAsync(host.Store), StringComparison.Ordinal);
        Assert.Single(await host.Tracker.As(s_clerk).Requests.OfAsync(Ada, Stop));
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    [Fact]
    public async Task Whose_request_it_is_is_told_after_it_is_recorded_that_somebody_looked()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var number = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!.Number;

        Assert.Equal(Ada, await host.Tracker.As(Manager).Requests.ContactOfAsync(number, Stop));

        var last = (await host.Store.ReadLogAsync(new() { Contact = Ada }, Stop).ToListAsync(Stop))[^1];
        Assert.Equal((AuditEntryType.Read, "manager"), (last.Type, last.Actor!.Id));
        Assert.Null(await host.Tracker.As(Manager).Requests.ContactOfAsync(SubjectRequestNumber.FromBits(7), Stop));
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        Assert.Null(await host.Tracker.As(Manager).Requests.ContactOfAsync(number, Stop));
    }

    [Fact]
    public async Task The_register_is_kept_by_two_roles_and_a_refusal_says_nothing_of_what_is_in_it()
    {
        using var host = Host();
        var number = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!.Number;
        var size = await host.LogSize();
        foreach (var actor in new[] { s_clerk, Api, Actor.System("job"), Actor.ForSelf(Ada), Actor.ContactByLink(Ada, PersonalLink.Preferences(host.Now, mayGive: true)) })
        {
            var requests = host.Tracker.As(actor).Requests;
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var asked in new[] { number, SubjectRequestNumber.FromBits(7) })
            {
                told.Add((await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await requests.FindAsync(asked, Stop))).Message);
                told.Add((await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await requests.ExtendAsync(asked, "many", cancellationToken: Stop))).Message);
                told.Add((await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await requests.AnswerAsync(asked, cancellationToken: Stop))).Message);
                told.Add((await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await requests.RefuseAsync(asked, SubjectRequestRefusal.Excessive, cancellationToken: Stop))).Message);
                told.Add((await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await requests.ContactOfAsync(asked, Stop))).Message);
            }

            told.Add((await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await requests.DueAsync(Timestamp.MaxValue, Stop).CountAsync(Stop))).Message);
            Assert.Single(told);
        }

        // Nobody files for, or sees those of, somebody else.
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Tracker.As(Actor.ForSelf(Bea)).Requests.OfAsync(Ada, Stop));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await host.Tracker.As(Actor.ForSelf(Bea)).Requests.FileAsync(Ada, SubjectRequestKind.Objection, cancellationToken: Stop));
        Assert.Equal(size, await host.LogSize());
    }

    [Fact]
    public async Task What_is_said_of_the_future_is_said_now_and_a_clock_that_went_back_keeps_no_answer_from_being_recorded()
    {
        using var host = Host();
        var now = host.Now;
        var ahead = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, now.Plus(TimeSpan.FromDays(9)), cancellationToken: Stop)).Request!;
        var never = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, Timestamp.MinValue, cancellationToken: Stop)).Request!;
        Assert.Equal((now, now), (ahead.ReceivedAt, never.ReceivedAt));
        Assert.Equal(SubjectRequestOutcome.BeforeReceipt, (await host.Tracker.As(Dpo).Requests.AnswerAsync(ahead.Number, now.Plus(TimeSpan.FromSeconds(-1)), Stop)).Outcome);
        Assert.Equal(now, (await host.Tracker.As(Dpo).Requests.AnswerAsync(ahead.Number, now.Plus(TimeSpan.FromDays(3)), Stop)).Request!.AnsweredAt);

        using var behind = Host(host.Store);
        behind.Clock.AdjustTime(now.ToDateTimeOffset().AddYears(-1));
        var answered = await behind.Tracker.As(Dpo).Requests.AnswerAsync(never.Number, cancellationToken: Stop);
        Assert.Equal((SubjectRequestOutcome.Recorded, now, true), (answered.Outcome, answered.Request!.AnsweredAt, answered.Request.WasInTime));
    }

    [Fact]
    public async Task A_clock_that_is_behind_the_log_extends_nothing_after_the_first_month()
    {
        using var host = Host();
        var request = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;
        using var behind = Host(host.Store);
        behind.Clock.Advance(TimeSpan.FromDays(20));
        host.Clock.Advance(TimeSpan.FromDays(60));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        foreach (var any in new[] { host, behind })
        {
            Assert.Equal(SubjectRequestOutcome.FirstMonthIsOver, (await any.Tracker.As(Dpo).Requests.ExtendAsync(request.Number, "many", cancellationToken: Stop)).Outcome);
        }
    }

    [Fact]
    public async Task Two_rights_used_in_one_letter_are_two_requests()
    {
        using var host = Host();
        var requests = host.Tracker.As(s_clerk).Requests;
        var letter = ChangeId.From("ticket 7");
        SubjectRequestKind[] rights = [SubjectRequestKind.Access, SubjectRequestKind.Erasure];
        foreach (var expected in new[] { SubjectRequestOutcome.Recorded, SubjectRequestOutcome.Repeated })
        {
            foreach (var right in rights)
            {
                var filed = await requests.FileAsync(Ada, right, id: letter, cancellationToken: Stop);
                Assert.Equal((expected, right), (filed.Outcome, filed.Request!.Kind));
            }
        }

        Assert.Equal(rights, (await requests.OfAsync(Ada, Stop)).Select(r => r.Kind));
    }

    [Fact]
    public async Task A_right_that_only_a_later_version_knows_is_due_too_and_outlasts_an_erasure_under_its_name()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop);
        var entry = (await host.Store.ReadLogAsync(new() { Type = AuditEntryType.Requested }, Stop).ToListAsync(Stop))[0];
        var number = SubjectRequestNumber.FromBits(9);
        var later = entry with { Facts = entry.Facts with { Details = entry.Facts.Details.SetItem("kind", "foretold").SetItem("request", number.ToString()).Remove("filedAs") } };
        await host.Store.CommitAsync([new() { Entries = [later] }], Stop);

        var due = await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop);
        Assert.Equal([SubjectRequestKind.Access, SubjectRequestKind.Unknown], due.Select(r => r.Kind).Order());
        Assert.Equal(0, due.Single(r => r.Number == number).Article);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        Assert.Equal(2, await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).CountAsync(Stop));
        Assert.Equal(SubjectRequestOutcome.Recorded, (await host.Tracker.As(Dpo).Requests.AnswerAsync(number, cancellationToken: Stop)).Outcome);
        var written = await host.Store.ReadLogAsync(new(), Stop).Where(LogEvents.IsOfRequest).Select(e => (e.Type, Kind: e.Facts.Details["kind"])).ToListAsync(Stop);
        Assert.Contains((AuditEntryType.Requested, "foretold"), written);
        Assert.Contains((AuditEntryType.RequestAnswered, "foretold"), written);
    }

    [Fact]
    public async Task A_request_of_whoever_s_record_was_altered_is_due_all_the_same_and_a_no_that_could_not_be_written_is_told()
    {
        using var host = Host(wrap: store => new TroubledStore(store));
        var store = (TroubledStore)Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Consent.Storage.IConsentStore>(host.Services);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        store.Altered.Add(Ada);
        var requests = host.Tracker.As(s_clerk).Requests;
        var id = ChangeId.From("no");

        await requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop);
        await Assert.ThrowsAsync<Consent.Storage.RecordAlteredException>(async () => await requests.FileAsync(Ada, SubjectRequestKind.Objection, id: id, cancellationToken: Stop));
        Assert.Equal([SubjectRequestKind.Access, SubjectRequestKind.Objection], (await Fresh(host).DueAsync(Timestamp.MaxValue, Stop).ToListAsync(Stop)).Select(r => r.Kind).Order());

        store.Altered.Clear();
        Assert.True((await host.MayEmail(Ada)).IsPermitted);
        var again = await requests.FileAsync(Ada, SubjectRequestKind.Objection, id: id, cancellationToken: Stop);
        Assert.Equal((SubjectRequestOutcome.Repeated, ChangeOutcome.Recorded), (again.Outcome, again.Change!.Outcome));
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
        Assert.Equal(2, (await requests.OfAsync(Ada, Stop)).Count);
    }

    [Fact]
    public async Task An_export_has_the_persons_requests_and_not_who_wrote_them_down()
    {
        using var host = Host();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var request = (await host.Tracker.As(s_clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, cancellationToken: Stop)).Request!;

        var export = await host.Tracker.As(Actor.ForSelf(Ada)).ExportAsync(Ada, Stop);
        Assert.Equal(request, LogEvents.RequestOf(export.Entries[^1]));
        Assert.DoesNotContain("clerk", export.ToJson(), StringComparison.Ordinal);
        var dossier = await host.Audit.As(Dpo).DossierAsync(Ada, cancellationToken: Stop);
        Assert.Contains("Request of the person (GDPR art. 15-22)", dossier!.ToHtml(), StringComparison.Ordinal);
    }

    internal static TrackedHost Host(IConsentStore? store = null, Func<IConsentStore, IConsentStore>? wrap = null)
    {
        var host = new TrackedHost(wrap, options => options.TimeZone = TimeZoneInfo.Utc, store ?? new InMemoryConsentStore());
        host.Clock.Advance(TimeSpan.FromDays(100));
        return host;
    }

    /// <summary>The register as a process reads it that has just started.</summary>
    internal static ActingRequests Fresh(TrackedHost host) => Host(host.Store).Tracker.As(Dpo).Requests;

    /// <summary>All that stands in a log.</summary>
    internal static async Task<string> WrittenAsync(IConsentStore store)
    {
        var all = new System.Text.StringBuilder();
        await foreach (var entry in store.Log.ReadAsync(0, long.MaxValue, Stop))
        {
            foreach (var slot in entry.IsErased ? [] : Enum.GetValues<EntrySlot>())
            {
                all.Append(System.Text.Encoding.UTF8.GetString(entry.Payload(slot)));
            }
        }

        return all.ToString();
    }
}
