using System.Globalization;
using Consent.Interchange;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Quickstart;

/// <summary>Tells the story: an import, one person's words, what may be done before and after, and what the log says of it.</summary>
internal sealed class Story : IAsyncDisposable
{
    private static readonly ChangeId s_withdrawal = ChangeId.From("withdrawal-1");
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;
    private static readonly Actor s_importer = Actor.ApiClient("nightly-import");
    private static readonly Actor s_operator = Actor.Operator("care-7");
    private static readonly Actor s_marketing = Actor.Operator("marketing-3");
    private static readonly Actor s_dpo = Actor.DataProtectionOfficer("dpo");

    private readonly QuickstartOptions _options;
    private readonly StoryClock _clock;
    private readonly ServiceProvider _services;
    private readonly IConsentStore _store;
    private readonly ConsentTracker _tracker;
    private readonly List<StepFacts> _steps = [];

    // The day on which the story begins: that of the export or, on a store with a story in it, the day after that one's end.
    private Timestamp _begin;

    public Story(QuickstartOptions options)
    {
        _options = options;
        _begin = options.AsOf;
        _clock = new(_begin.Plus(TimeSpan.FromHours(6)));
        _services = Host(options.Laws[0]);
        _store = _services.GetRequiredService<IConsentStore>();
        _tracker = _services.GetRequiredService<ConsentTracker>();
    }

    /// <summary>The facts, or <see langword="null"/> when nothing could be imported; the bad lines say why.</summary>
    public async Task<(StoryFacts? Facts, IReadOnlyList<BadLine> BadLines)> TellAsync(CancellationToken cancellationToken)
    {
        if ((await _store.GetHeadAsync(cancellationToken)).LastRecordedAt is { } last && last > _clock.Now)
        {
            _begin = last.Plus(TimeSpan.FromDays(1));
            _clock.MoveTo(_begin);
        }

        var badLines = new List<BadLine>();
        ContactId? first = null;
        var firstImport = await ImportAsync(badLines, contact => first ??= contact, cancellationToken);
        if (first is not { } contact)
        {
            return (null, badLines);
        }

        var secondImport = await ImportAsync([], _ => { }, cancellationToken);
        var consents = Tree(await _tracker.As(s_operator).GetAsync(contact, cancellationToken));
        var before = await DecideAsync(contact, cancellationToken);
        await ActAsync(contact, cancellationToken);
        var after = await DecideAsync(contact, cancellationToken);
        var history = await ReadHistoryAsync(contact, cancellationToken);
        var pasts = await PastsAsync(contact, cancellationToken);
        var consentsAfter = Tree(await _tracker.As(s_operator).GetAsync(contact, cancellationToken));
        var proof = await new StoryOfTheLog(_services, _store, cancellation => ImportAsync([], _ => { }, cancellation)).TellAsync(contact, s_withdrawal, cancellationToken);
        var facts = new StoryFacts(
            Path.GetFileName(_options.Input), _options.AsOf, firstImport, secondImport, badLines, contact.Value, consents, _steps,
            [.. before.Zip(after, (b, a) => new DecisionFacts(b.Law, b.Request, b.Decision, a.Decision))], history,
            pasts, consentsAfter, proof);
        return (facts, badLines);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private ServiceProvider Host(Jurisdiction law)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        _options.Store.Use(services.AddConsentTracking(options =>
        {
            options.Jurisdiction = law;
            options.Sectors.Add(Sector.Other);
        }));
        return services.BuildServiceProvider();
    }

    private async Task<ImportFacts> ImportAsync(List<BadLine> badLines, Action<ContactId> seen, CancellationToken cancellationToken)
    {
        var logBefore = (await _store.GetHeadAsync(cancellationToken)).Size;
        var run = _services.GetRequiredService<ConsentBulk>().As(s_importer).Apply(Documents(), new() { IsWholeFile = true });
        await foreach (var item in run.WithCancellation(cancellationToken))
        {
            // Somebody whom an earlier story erased has none to tell.
            if (item.Outcome != ChangeOutcome.Refused)
            {
                seen(item.Contact);
            }
        }

        var done = run.Report.Progress;
        return new(done.Done, done.Recorded, done.Unchanged, done.Refused, done.Quarantined, logBefore, (await _store.GetHeadAsync(cancellationToken)).Size);

        async IAsyncEnumerable<ConsentDocument> Documents()
        {
            await using var file = File.OpenRead(_options.Input);
            var export = new ContactHubExport("crm-export", _options.AsOf, Path.GetFileName(_options.Input));
            await foreach (var line in ContactHubFormat.Predefined.ReadLinesAsync(file, export, cancellationToken))
            {
                if (line.Error is { } error)
                {
                    badLines.Add(new(error.Line, error.Path, error.Reason));
                }

                if (line.IsRead)
                {
                    // Of a line with an error these are its noes.
                    yield return line.Document;
                }
            }
        }
    }

    /// <summary>What people and programs do with one contact, a day after another.</summary>
    private async Task ActAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var self = Actor.ForSelf(contact);
        var form = Evidence.WebForm("https://shop.example/preferences");

        var day = Day(1);
        await ApplyAsync("customer care", "records a signed form: profiling from purchases allowed", s_operator, ConsentChange.For(contact)
            .From(ChangeSource.UserInterface).Because("signed form received in the Milan store")
            .AcceptNotice("v3", day).Give(Purposes.Profiling.Classic, day, Evidence.SignedPaper("archive 2025/117")), cancellationToken);

        day = Day(2);
        await ApplyAsync("the contact", "renews the consent to email on the preference page", self, ConsentChange.For(contact)
            .From(ChangeSource.SelfService).AcceptNotice("v3", day).Give(s_email, day, form), cancellationToken);

        day = Day(5);
        await ApplyAsync("the contact", "withdraws the consent to email, with one click", self, ConsentChange.For(contact).WithId(s_withdrawal).From(ChangeSource.SelfService).Withdraw(s_email), cancellationToken);

        Day(6);
        await ApplyAsync("a shop's tablet", "delivers a consent to email that was given three days ago", s_importer, ConsentChange.For(contact)
            .WithId(ChangeId.From("tablet-4711")).Give(s_email, _begin.Plus(TimeSpan.FromDays(3)), form), cancellationToken);

        day = Day(7);
        var flags = NodeFlags.Empty.With(s_email, ConsentFlag.Status, FlagValue.Active);
        var newer = new ConsentDocument(contact, "partner-export", day, flags, new NoticeAcceptance("v3", day));
        var merged = await _tracker.As(s_importer).MergeAsync(newer, cancellationToken);
        Tell("a newer file", "says yes to email again", merged[0].Outcome.ToString(), CodesOf(merged[0]));

        Day(8);
        await RefusedAsync("customer care", "tries the same change for all contacts from the user interface", () => _services.GetRequiredService<ConsentBulk>().As(s_operator));

        Day(20);
        await ApplyAsync("customer care", "opens a letter of 15 days ago: no more calls", s_operator, ConsentChange.For(contact)
            .From(ChangeSource.UserInterface).Because("letter received").Object(s_phone, _begin.Plus(TimeSpan.FromDays(5))), cancellationToken);

        Day(21);
        await RefusedAsync("a marketing user", "tries to read the audit log", () => _services.GetRequiredService<ConsentAudit>().As(s_marketing));
    }

    private async Task ApplyAsync(string who, string what, Actor actor, ConsentChange change, CancellationToken cancellationToken)
    {
        var result = await _tracker.As(actor).ApplyAsync(change, cancellationToken);
        Tell(who, what, result.Outcome.ToString(), CodesOf(result));
    }

    private Task RefusedAsync(string who, string what, Action attempt)
    {
        try
        {
            attempt();
            Tell(who, what, "allowed", []);
        }
        catch (ConsentAccessDeniedException denied)
        {
            Tell(who, what, "refused", [denied.Permission.ToString()]);
        }

        return Task.CompletedTask;
    }

    private void Tell(string who, string what, string answer, IReadOnlyList<string> codes) => _steps.Add(new(_clock.Now, who, what, answer, codes));

    private Timestamp Day(int day)
    {
        var at = _begin.Plus(TimeSpan.FromDays(day) + TimeSpan.FromHours(10));
        _clock.MoveTo(at);
        return at;
    }

    private async Task<List<(string Law, string Request, ConsentDecision Decision)>> DecideAsync(ContactId contact, CancellationToken cancellationToken)
    {
        ProcessingRequest[] requests =
        [
            ProcessingRequest.ToContact(contact, s_email),
            ProcessingRequest.ToContact(contact, Purposes.Marketing.Automatic.Sms),
            ProcessingRequest.ToContact(contact, s_phone),
            ProcessingRequest.ToContact(contact, Purposes.SoftSpam.Email).With(facts => facts with
            {
                Sale = new() { Reference = "order 1", At = _begin, AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = true },
            }),
            ProcessingRequest.ToProfile(contact, Purposes.Profiling.Classic),
            ProcessingRequest.ToTransfer(contact, Purposes.ThirdPartyTransfer.Marketing),
            ProcessingRequest.ForLegalClaim(contact, "warranty case"),
        ];
        var decisions = new List<(string, string, ConsentDecision)>();
        var record = await _tracker.As(s_operator).GetAsync(contact, cancellationToken);
        foreach (var law in _options.Laws)
        {
            // A host has one law; the other one is asked of the model, which needs no store.
            var rules = new ConsentRules(jurisdiction: law);
            decisions.AddRange(requests.Select(request => (law.Name, request.ToString(), record.Decide(request, rules, _clock.Now))));
        }

        return decisions;
    }

    private async Task<IReadOnlyList<HistoryFacts>> ReadHistoryAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var entries = await _services.GetRequiredService<ConsentAudit>().As(s_dpo).HistoryAsync(contact, cancellationToken);
        return
        [
            .. entries.Select(e => new HistoryFacts(e.Index, e.RecordedAt, e.Type.Name, e.Facts.Source?.ToString(), e.Actor is { } actor ? $"{actor}" : "-", What(e))),
        ];
    }

    private static string What(AuditEntry entry)
    {
        if (entry.Facts.Statements.IsEmpty)
        {
            return entry.Evidence?.Reason ?? "";
        }

        var said = entry.Facts.Statements.Select(s => $"{s.Node} {s.Flag.ToString().ToLowerInvariant()} {(s.IsActive ? "on" : "off")}"
            + (s.Effect == StatementEffect.InForce ? "" : $" ({s.Effect})")).ToList();
        return said.Count <= 3 ? string.Join(", ", said) : string.Create(CultureInfo.InvariantCulture, $"{said.Count} statements: {string.Join(", ", said.Take(2))}, …");
    }

    private async Task<PastsFacts> PastsAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var audit = _services.GetRequiredService<ConsentAudit>().As(s_dpo);
        var on = _begin.Plus(TimeSpan.FromDays(10));
        var request = ProcessingRequest.ToContact(contact, s_phone);
        var trueThen = await audit.AsItWasAsync(contact, on, cancellationToken);
        var knownThen = await audit.AsKnownAsync(contact, on, cancellationToken);
        return new(
            on, s_phone.ToString(), trueThen[contact][s_phone].Objection, knownThen[contact][s_phone].Objection,
            (await audit.ExplainAsItWasAsync(request, on, cancellationToken)).Decision.Reason,
            (await audit.ExplainAsKnownAsync(request, on, cancellationToken)).Decision.Reason);
    }

    private static List<NodeFacts> Tree(ContactConsents contact) =>
    [
        .. contact.Taxonomy.Nodes.Where(n => !n.Path.IsRoot).Select(n =>
        {
            var flags = contact.Effective(n.Path);
            return new NodeFacts(n.Path.ToString(), n.IsGroup, flags.Status, flags.Restriction, flags.Objection, Means(contact, n.Path, flags.Status));
        }),
    ];

    private static string Means(ContactConsents contact, PurposePath path, FlagValue status) => status switch
    {
        FlagValue.Active => "given",
        FlagValue.Unset => "never asked",
        _ => contact.Find(path, ConsentFlag.Status) is { WasGiven: true } ? "withdrawn" : "refused",
    };

    private static List<string> CodesOf(ChangeResult result) =>
    [
        .. result.Statements.SelectMany(s => s.Notes).Select(n => n.ToString())
            .Concat(result.Code is { } code ? [ChangeTable.NameOf(code)] : []).Distinct(),
    ];
}
