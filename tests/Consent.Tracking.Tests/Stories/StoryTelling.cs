using System.Collections.Immutable;
using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>One telling of a story, about contacts of its own, and what must hold in it.</summary>
internal sealed class StoryTelling
{
    private static readonly PurposePath[] s_purposes = [Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Profiling.Online];

    private readonly ImmutableArray<ContactId> _contacts;
    private readonly HashSet<(ContactId, ChangeId)> _wrong = [];

    public StoryTelling(StoryHosts hosts, Story story, int number)
    {
        Hosts = hosts;
        Story = story.About(Renamed);
        _contacts = [.. Story.Contacts.Select(Renamed)];

        ContactId Renamed(ContactId contact) => ContactId.From($"{number}-{contact.Value}");
    }

    public StoryHosts Hosts { get; }

    public Story Story { get; }

    public Task<PersonConsents> RecordsAsync() => Hosts.RecordsAsync(_contacts);

    public Task<IReadOnlyList<ChangeResult>> LiveAsync(StoryStep step)
    {
        if (step is StoryStep.Rectified wrong)
        {
            _wrong.Add((wrong.Contact, wrong.Wrong));
        }

        return Hosts.LiveAsync(step);
    }

    /// <summary>What each contact may be used for at an instant, with a sale that soft spam could rest on.</summary>
    public async Task<Dictionary<(ContactId Contact, PurposePath Purpose), ConsentDecision>> DecideAsync(Timestamp at)
    {
        var decisions = new Dictionary<(ContactId, PurposePath), ConsentDecision>();
        foreach (var contact in _contacts)
        {
            foreach (var purpose in s_purposes)
            {
                var request = purpose == Purposes.Profiling.Online ? ProcessingRequest.ToProfile(contact, purpose) : ProcessingRequest.ToContact(contact, purpose);
                decisions[(contact, purpose)] = await Hosts.DecideAsync(request.At(at).With(facts => facts with { Sale = Sale(at) }));
            }
        }

        return decisions;
    }

    /// <summary>A no said now takes effect; one that is dated is on record.</summary>
    public async Task AssertHeardAsync(StoryStep step, Statement no, IReadOnlyList<ChangeResult> results)
    {
        var said = (StoryStep.Said)step;
        var record = (await RecordsAsync())[step.Contact];
        var isPause = no.Until is not null && record.Pauses.Any(p => p.Node == no.Node && p.Flag == no.Flag && p.Span!.Until >= no.Until);
        var wasWrong = _wrong.Contains((step.Contact, said.Change.Id!.Value));
        var latest = record.OwnFlags.FirstOrDefault(f => f.InForce.Node is not null && f.Node == no.Node && f.Flag == no.Flag).LatestProtective;

        // A retry of what is dated by an instant is without effect: what was dated ahead when it came first stays said then.
        var isRetry = results.All(r => r.Outcome == ChangeOutcome.Repeated || r.Code == ChangeCode.RepeatedChange || r.AlsoTold.Contains(ChangeCode.RepeatedChange));
        Assert.True(isPause || wasWrong || (!isRetry && no.OccurredAt is { } at && at <= step.Now && at >= StoryHosts.Rules.EarliestPlausible ? latest >= at : latest is not null), $"{no} is not on record");
        if (no.OccurredAt is null && no.Until is null)
        {
            var decisions = await DecideAsync(step.Now);
            foreach (var purpose in s_purposes.Where(p => StoryHosts.Rules.Taxonomy.Covers(no.Node, p)))
            {
                Assert.False(decisions[(step.Contact, purpose)].IsPermitted, $"{purpose} is permitted after {no}");
            }
        }
    }

    /// <summary>Nothing is permitted that was not; of a link, nothing that none of those it joins was permitted, and nothing that was denied or refused to one.</summary>
    public void AssertNothingOpened(
        StoryStep step, PersonConsents records, Dictionary<(ContactId Contact, PurposePath Purpose), ConsentDecision> before, Dictionary<(ContactId Contact, PurposePath Purpose), ConsentDecision> after)
    {
        foreach (var ((contact, purpose), decision) in after.Where(d => d.Value.IsPermitted))
        {
            ImmutableArray<ContactId> rests = step is StoryStep.Linked ? records.LinkedWith(contact) : [contact];
            var were = rests.Select(id => $"{id.Value}: {before[(id, purpose)]}");
            Assert.True(
                rests.Any(id => before[(id, purpose)].IsPermitted) && !rests.Any(id => IsNo(before[(id, purpose)])),
                $"{step} opened {purpose} of {contact.Value}: {string.Join(", ", were)} became {decision}");
        }
    }

    /// <summary>What is told to be in force is in force.</summary>
    public async Task AssertToldTrulyAsync(StoryStep step, IReadOnlyList<ChangeResult> results)
    {
        var record = (await RecordsAsync())[step.Contact];
        foreach (var outcome in results.SelectMany(r => r.Statements).Where(o => o.Result == StatementResult.InForce))
        {
            var state = record.Find(outcome.Statement.Node, outcome.Statement.Flag);
            var isPause = record.Pauses.Any(p => p.Node == outcome.Statement.Node && p.Flag == outcome.Statement.Flag && p.OccurredAt == outcome.OccurredAt);
            Assert.True(
                isPause || (state is { InForce: var inForce } && inForce.OccurredAt == outcome.OccurredAt && inForce.IsActive == outcome.Statement.IsActive),
                $"{outcome} is told to be in force, and {state?.InForce} is");
        }
    }

    /// <summary>The same line read again the next night: nothing new is written, but what was refused because of its date is taken.</summary>
    public async Task AssertSecondNightAsync(StoryStep step, IReadOnlyList<ChangeResult> first)
    {
        var wasAhead = first.SelectMany(r => r.Statements).Where(o => o.Has(ChangeCode.OccurredInFuture) && o.Result == StatementResult.Refused).ToList();
        var before = await Hosts.EntriesAsync(_contacts);
        var second = await Hosts.LiveAsync(step with { Minute = step.Minute + 60 });
        Assert.DoesNotContain(second, r => r.Statements.Any(o => o.Result == StatementResult.Refused && o.Has(ChangeCode.OccurredInFuture)));
        var document = ((StoryStep.Read)step).Document;
        var isDatedAhead = document.Record.AsOf > step.Now || document.Acceptance?.AcceptedAt > step.Now;
        if (!isDatedAhead)
        {
            Assert.Equal(before.Count, (await Hosts.EntriesAsync(_contacts)).Count);
        }
        else
        {
            var taken = second.SelectMany(r => r.Statements).Where(o => o.Result is not StatementResult.Refused).Select(o => (o.Statement.Node, o.Statement.Flag)).ToList();
            Assert.All(wasAhead.Where(o => !o.Has(ChangeCode.ErasedBefore)), o => Assert.Contains((o.Statement.Node, o.Statement.Flag), taken));
        }
    }

    /// <summary>The records are the fold of what is left of the log.</summary>
    public async Task AssertFoldedAsync()
    {
        var records = await RecordsAsync();
        var folded = PersonConsents.Fold(_contacts, StoryHosts.Rules.Taxonomy, await Hosts.EntriesAsync(_contacts));
        foreach (var contact in _contacts)
        {
            Assert.True(records[contact].SaysTheSameAs(folded[contact]), $"The record of {contact.Value} is not what the log says:\n{Said(records[contact])}\n\n{Said(folded[contact])}");
        }
    }

    /// <summary>Both pasts: what was known then is known now to have been.</summary>
    public async Task AssertKnownAsync(IEnumerable<(long Index, PersonConsents Records)> known)
    {
        foreach (var (index, records) in known.Where(k => k.Index >= 0))
        {
            foreach (var contact in _contacts)
            {
                var then = await Hosts.Audit.AsKnownUpToAsync(contact, index, cancellationToken: StoryHosts.Stop);
                Assert.True(records[contact].SaysTheSameAs(then[contact]), $"Up to entry {index}, {contact.Value} was\n{Said(records[contact])}\n\nand is said to have been\n{Said(then[contact])}");
            }
        }
    }

    private static bool IsNo(ConsentDecision decision) => decision.Outcome == DecisionOutcome.Deny
        || (!decision.IsPermitted && (decision.Failed.Contains(DecisionCode.ConsentWithdrawn) || decision.Failed.Contains(DecisionCode.ConsentRefused)));

    private static SaleFacts Sale(Timestamp at) =>
        new() { Reference = "order 7", At = at, AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = true };

    private static string Said(ContactConsents contact) => string.Join('\n', contact.Flags.Select(f => $"{f.Node} {f.Flag} {f.InForce} by {f.InForce.Origin.Change.Value}"))
        + $"\n{contact.State} {string.Join(", ", contact.Links)}";
}
