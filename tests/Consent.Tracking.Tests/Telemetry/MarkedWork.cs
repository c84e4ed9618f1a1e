using Consent.Storage;
using static Consent.Tracking.Tests.Marked;
using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

/// <summary>A day's work over marked data: all that tracker, bulk and audit can do, be refused, or fail at. What it returns and throws is overheard too.</summary>
internal sealed class MarkedWork(TrackingHost host, Overheard overheard)
{
    private static readonly Actor[] s_actors =
        [Actor.ForSelf(Ada), Actor.ForSelf(Bea), Clerk, Program, Robot, Dpo, Actor.PrivacyManager($"{Mark}-manager"),
         Actor.ContactByLink(Ada, PersonalLink.Unsubscribe(Day(-1), Email)), Clerk.Also(ActorRole.DataProtectionOfficer)];

    /// <summary>How many calls were refused or failed.</summary>
    public int Failures { get; private set; }

    public async Task DoAllAsync()
    {
        await SuppressAsync(host.Store.Inner);
        await TrackAsync();
        await LinkAsync();
        await RunBulkAsync();
        await AuditAsync();
        await CountAsync();
        await PublishAsync();
        foreach (var actor in s_actors)
        {
            await AttemptAsync(actor);
        }

        await BeInTroubleAsync();
        await SayItWronglyAsync();
        await RectifyAsync();
        await AskAsync();
        await EraseAsync();
        await RecoverAsync();
        await new TroubledLogs(overheard).DoAllAsync();
    }

    private async Task RecoverAsync()
    {
        var privacy = host.Privacy.As(s_actors[6]);
        await Hear(async () => await host.Tracker.As(Program).ApplyAsync(Change(Cid, "no").Object(Sms), Token));
        host.Store.CommitsToFail = 100;
        await Hear(async () => await privacy.EraseAsync(new(Cid, "GDPR 17(1)(b)"), Token));
        host.Store.CommitsToFail = 0;
        await Hear(async () => await privacy.RecoverAsync(Token));
        await Hear(async () => await host.Tracker.DecideAsync(Ask(Ada), Token));
        await Hear(async () => await privacy.ConfirmRestoredAsync(Token));
    }

    private async Task AskAsync()
    {
        foreach (var contact in (ContactId[])[Ada, Gone, ContactId.From($"{Mark}-unheard")])
        {
            var filed = await Hear(async () => await host.Tracker.As(Clerk).Requests.FileAsync(contact, SubjectRequestKind.Restriction, Day(-1), ChangeId.From(Mark), [Sms], Token));
            await Hear(async () => await host.Tracker.As(Clerk).Requests.OfAsync(contact, Token));
            await Hear(async () => await host.Tracker.As(Dpo).Requests.ExtendAsync(filed!.Request!.Number, Mark, cancellationToken: Token));
            await Hear(async () => await host.Tracker.As(Dpo).Requests.RefuseAsync(filed!.Request!.Number, SubjectRequestRefusal.Other, Mark, cancellationToken: Token));
            await Hear(async () => await host.Tracker.As(Dpo).Requests.AnswerAsync(filed!.Request!.Number, cancellationToken: Token));
        }

        await Hear(async () => await host.Tracker.As(Clerk).Requests.FileAsync(Ada, SubjectRequestKind.Access, nodes: [Sms], cancellationToken: Token));
        await Hear(async () => await host.Tracker.As(Clerk).Requests.FindAsync(SubjectRequestNumber.FromBits(7), Token));
        await Hear(async () => await host.Tracker.As(Dpo).Requests.DueAsync(Timestamp.MaxValue, Token).ToListAsync(Token));
    }

    private async Task RectifyAsync()
    {
        var privacy = host.Privacy.As(s_actors[6]);
        var wrong = Rectification.OfChange(Ada, ChangeId.From($"{Mark}-no"), "clicks of a scanner", Mark);
        await Hear(async () => await privacy.RectifyAsync(wrong, Token));
        await Hear(async () => await privacy.RectifyAsync(Stream(wrong, Rectification.OfEntry(Bea, 0, "clicks of a scanner", Mark)), Token));
        await Hear(async () => await host.Privacy.As(Dpo).RectifyAsync(wrong, Token));
    }

    private async Task EraseAsync()
    {
        var privacy = host.Privacy.As(s_actors[6]);
        await Hear(async () => await privacy.HoldAsync(Bea, Mark, Token));
        await Hear(async () => await privacy.EraseAsync(new(Bea, "GDPR 17(1)(b)"), Token));
        await Hear(async () => await privacy.ReleaseHoldAsync(Bea, Mark, Token));
        await Hear(async () => await privacy.EraseAsync(new(Bea, "GDPR 17(1)(b)"), Token));
        await Hear(async () => await privacy.CloseAsync(new() { Contacts = [ContactId.From($"{Mark}-listed")] }, Token));
    }

    private async Task TrackAsync()
    {
        var tracker = host.Tracker.As(Program);
        var seen = await Hear(async () => await tracker.ApplyAsync(Give(Ada, "give"), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Ada, "give"), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Ada, "give").Object(Sms), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Ada, "same"), Token));
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "no").Withdraw(Email), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Ada, "stale", -30), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Ada, "moved", -1).Object(Sms).Expecting(seen!.Revision), Token));
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "bare").Give(Email, Day(-1), Evidence.Asserted($"{Mark}.csv")), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Ada, "ahead", 3), Token));
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "lift").Restrict(Sms).LiftRestriction(Sms, Day(-1), Evidence.LiftedByController(Mark, Mark)), Token));
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "strange").Give(PurposePath.Parse("marketing.strange"), Day(-1), Shown), Token));
        await Hear(async () => await tracker.ApplyAsync(Give(Gone, "gone"), Token));
        await Hear(async () => await tracker.PreviewAsync(Give(Ada, "preview", -1), Token));
        await Hear(async () => await host.Tracker.As(Robot).PreviewAsync(Give(Ada, "preview", -1), Token));
        await Hear(async () => await tracker.GetAsync(Ada, Token));
        await Hear(async () => await tracker.PreferencesAsync(Ada, null, Token));
        await Hear(async () => await tracker.ExplainAsync(Ask(Ada), Token));
        await Hear(async () => await tracker.DecideAsync(Claim(Ada), Token));
        await Hear(async () => await host.Tracker.DecideAsync(Ask(Gone), Token));
        await Hear(async () => await tracker.MergeAsync(Document(Bea, -3), Token));
        await Hear(async () => await host.Tracker.As(Dpo).ExportAsync(Ada, Token));
        await Hear(async () => (await host.Tracker.As(Dpo).ReceiptAsync(Ada, ChangeId.From($"{Mark}-give"), Token))?.Verify(host.Audit.VerifierKey));
    }

    private async Task LinkAsync()
    {
        var tracker = host.Tracker.As(Clerk);
        await Hear(async () => await tracker.LinkAsync(LinkOf("link", -1), Token));
        await Hear(async () => await tracker.LinkAsync(LinkOf("link", -1), Token));
        await Hear(async () => await tracker.LinkAsync(LinkOf("link", -2), Token));
        await Hear(async () => await tracker.LinkAsync(LinkOf("unlink", -0.5, isLinked: false), Token));
        await Hear(async () => await tracker.LinkAsync(new(Ada, Gone, Day(-1), ChangeId.From($"{Mark}-gone")) { Reason = Mark }, Token));
        await Hear(async () => await tracker.LinkAsync(new(Ada, Bea, Day(-1), ChangeId.From($"{Mark}-why")), Token));
        await Hear(() => Task.FromResult(new ContactLink(Ada, Ada, Day(0), ChangeId.From(Mark))));
    }

    private async Task RunBulkAsync()
    {
        var bulk = host.Bulk.As(Program);
        await Hear(async () => await bulk.Apply(Stream(Give(Bea, "many"), Give(Bea, "many"), Give(Gone, "many"))).CompleteAsync(Token));
        await Hear(async () => await bulk.Apply(Stream(Document(Ada, -1), Document(Bea, -1)), new() { IsDryRun = true, BatchSize = 1 }).CompleteAsync(Token));
        await Hear(async () => await bulk.Apply(Stream(Document(Ada, -1), Document(Bea, -1))).CompleteAsync(Token));
        await Hear(async () => await bulk.ApplyToMatching(ContactSelector.Everyone, $"{Mark}-operation", c => Change(c, "all").Object(Sms)).CompleteAsync(Token));
        await Hear(async () => await bulk.ApplyToMatching(ContactSelector.Everyone, $"{Mark}-operation", _ => Change(Gone, "all").Object(Sms)).CompleteAsync(Token));
        await Hear(async () => await bulk.Apply(Stream(ConsentChange.For(Ada).Because(Mark).Object(Sms))).CompleteAsync(Token));
        await Hear(async () => await bulk.Apply(Stream(Change(Ada, "window", ChangeSource.UserInterface).Object(Sms))).CompleteAsync(Token));
        await foreach (var item in bulk.Apply(Stream(Give(Ada, "item"))))
        {
            overheard.Hear(item);
        }
    }

    private async Task AuditAsync()
    {
        var audit = host.Audit.As(Dpo);
        foreach (var entry in await audit.HistoryAsync(Ada, Token))
        {
            overheard.Hear(entry);
            overheard.Hear($"{entry.Facts} {entry.Subject} {entry.Actor} {entry.Evidence}");
        }

        await Hear(async () => await audit.ReadAsync(0, 5, Token).CountAsync(Token));
        await Hear(async () => await audit.ReadAsync(5, 0, Token).CountAsync(Token));
        await Hear(async () => await audit.QuarantineAsync(Token).CountAsync(Token));
        await Hear(async () => await audit.AsItWasAsync(Ada, Day(-10), Token));
        await Hear(async () => await audit.AsKnownAsync(Ada, Day(-10), Token));
        await Hear(async () => await audit.AsKnownAsync(Ada, Day(0), Day(-10), Token));
        await Hear(async () => await audit.ExplainAsItWasAsync(Ask(Ada), Day(-10), Token));
        await Hear(async () => await audit.ExplainAsKnownAsync(Ask(Ada), Day(-10), Token));
    }

    /// <summary>What is published is no personal data, and what does not fit this host is told by a number.</summary>
    private async Task PublishAsync()
    {
        var privacy = host.Privacy.As(s_actors[6]);
        var elsewhere = LogEvents.PurposesPublished(TaxonomyAddition.Of(p => p.Purpose("newsletters.shoes", Channel.Email)), s_actors[6], new(), Day(0));
        await host.Store.Inner.CommitAsync([new() { Entries = elsewhere }], Token);
        await Hear(async () => await privacy.PublishNoticeAsync(new Notice("v8", Day(0)).WithText("it", Mark), Token));
        await Hear(async () => await privacy.PublishNoticeAsync(new("v8", Day(1)), Token));
        await Hear(async () => await privacy.PublishPurposesAsync(p => p.Purpose("unheard.shoes", Channel.Email), Token));
    }

    private async Task CountAsync()
    {
        var question = Ask(Ada);
        await Hear(async () => await host.Audience.As(Program).CountAsync(question, Token));
        await Hear(async () => await host.Audience.As(Program).StreamAsync(question, Token).CountAsync(Token));
        await Hear(async () => await host.Audience.CountAsync(question, new CancellationToken(canceled: true)));
        var use = new UseReference(Mark, Mark);
        await Hear(async () => await host.Audience.As(Program).StreamAsync(question, use, Token).CountAsync(Token));
        await Hear(async () => await host.Tracker.As(Program).DecideAsync([question, Ask(Bea)], use, Token));
        await Hear(async () => await host.Tracker.As(Actor.ForSelf(Ada)).DecideAsync([question], use, Token));
        var audit = host.Audit.As(Dpo);
        await foreach (var logged in audit.UsesAsync(use, Token))
        {
            overheard.Hear(logged);
            overheard.Hear($"{logged.Use} {logged.Use.Reference} {string.Join(' ', logged.Use.Requests)}");
            await Hear(async () => await audit.ExplainUseAsync(logged.Index, Ada, null, Token));
            await Hear(async () => await audit.ExplainUseAsync(logged.Index, Ada, new() { Age = 9 }, Token));
            await Hear(async () => await audit.ExplainUseAsync(logged.Index, ProcessingRequest.ForLegalClaim(Ada, Mark), Token));
        }

        await Hear(async () => await audit.ExplainUseAsync(0, Ada, null, Token));
    }

    /// <summary>Everything, by everybody: most of it is refused to most.</summary>
    private async Task AttemptAsync(Actor actor)
    {
        Func<Task>[] attempts =
        [
            async () => await host.Tracker.As(actor).GetAsync(Ada, Token),
            async () => await host.Tracker.As(actor).ApplyAsync(Give(Ada, $"by-{actor}", -1), Token),
            async () => await host.Tracker.As(actor).ApplyAsync(ConsentChange.For(Bea).Object(Sms).AcceptNotice("v1", Day(-1)), Token),
            async () => await host.Tracker.As(actor).MergeAsync(Document(Ada, -1), Token),
            async () => await host.Tracker.As(actor).LinkAsync(LinkOf($"by-{actor}", -1), Token),
            async () => await host.Tracker.As(actor).ExportAsync(Ada, Token),
            async () => await host.Bulk.As(actor).Apply(Stream(Give(Ada, $"many-{actor}"))).CompleteAsync(Token),
            async () => await host.Audience.As(actor).CountAsync(Ask(Bea), Token),
            async () => await host.Audit.As(actor).HistoryAsync(Bea, Token),
            async () => await host.Privacy.As(actor).HoldAsync(Gone, Mark, Token),
            async () => await host.Tracker.As(actor).ReceiptAsync(Gone, ChangeId.From(Mark), Token),
        ];
        foreach (var attempt in attempts)
        {
            await Hear(async () =>
            {
                await attempt();
                return actor;
            });
        }
    }

    private async Task BeInTroubleAsync()
    {
        var tracker = host.Tracker.As(Program);
        host.Store.Altered.Add(Cid);
        await Hear(async () => await host.Tracker.DecideAsync(Ask(Cid), Token));
        await Hear(async () => await tracker.ApplyAsync(Change(Cid, "kept by the caller").Object(Sms), Token));
        host.Store.Altered.Add(Ada);
        host.Store.AlteredRows++;
        await Hear(async () => await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Token));
        await Hear(async () => await host.Privacy.As(s_actors[6]).RebuildAsync(Ada, Token));
        host.Store.Altered.Clear();
        await Hear(async () => await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Token));
        host.Store.CommitsToFail = 1;
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "retried").Object(Sms, Day(-1)), Token));
        host.Store.AnswersToLose = 1;
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "lost").Object(Sms, Day(-0.9)), Token));
        host.Store.BeforeCommit = async () => await tracker.ApplyAsync(Change(Ada, "between").Object(Sms, Day(-0.8)), Token);
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "conflicting").Object(Sms, Day(-0.7)), Token));
        host.Store.CommitsToFail = 100;
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "down").Object(Sms, Day(-0.6)), Token));
        host.Store.CommitsToFail = 0;
        await Hear(async () => await tracker.ApplyAsync(Change(Ada, "stopped").Object(Sms, Day(-0.5)), new CancellationToken(canceled: true)));
    }

    private async Task SayItWronglyAsync()
    {
        foreach (var take in TextTakers())
        {
            foreach (var text in BadTexts())
            {
                await Hear(() =>
                {
                    take(text);
                    return Task.FromResult(0);
                });
            }
        }
    }

    private async Task<T?> Hear<T>(Func<Task<T>> work)
    {
        try
        {
            var result = await work();
            overheard.Hear(result);
            if (result is ChangeResult { RecordedAs: { } entry })
            {
                overheard.Hear(entry);
            }

            return result;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or ConsentAccessDeniedException or ConsentStoreException or OperationCanceledException)
        {
            Failures++;
            overheard.Hear(failure);
            return default;
        }
    }
}
