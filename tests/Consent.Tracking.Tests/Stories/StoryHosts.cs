using Consent.Storage;
using Consent.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Tracking.Tests.Stories;

/// <summary>Two hosts over one store, each with a clock of its own. They take turns at what happens in a story.</summary>
internal sealed class StoryHosts : IDisposable
{
    private readonly Host[] _hosts;
    private int _turn;

    public StoryHosts(IConsentStore store)
    {
        Store = store;
        _hosts = [new(store), new(store)];
    }

    public static ConsentRules Rules { get; } = new(
        TaxonomyGen.Serving, Jurisdiction.EuropeanUnion, new([new("v1", TimeGen.Minute(-100)), new("v2", TimeGen.Minute(6)) { IsMaterial = true }]));

    public static Actor Client { get; } = Actor.ApiClient("crm");

    public static Actor Manager { get; } = Actor.PrivacyManager("manager");

    public static Actor Officer { get; } = Actor.DataProtectionOfficer("officer");

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public IConsentStore Store { get; }

    /// <summary>What the other host answers.</summary>
    public ValueTask<ConsentDecision> DecideAsync(ProcessingRequest request) => _hosts[(_turn + 1) % 2].Get<ConsentTracker>().DecideAsync(request, Stop);

    /// <summary>What the other host answers to all of them at once.</summary>
    public ValueTask<IReadOnlyList<ConsentDecision>> DecideAsync(IReadOnlyList<ProcessingRequest> requests) => _hosts[(_turn + 1) % 2].Get<ConsentTracker>().DecideAsync(requests, Stop);

    /// <summary>As above, and it is recorded what for.</summary>
    public ValueTask<IReadOnlyList<ConsentDecision>> UseAsync(IReadOnlyList<ProcessingRequest> requests, UseReference use) =>
        _hosts[(_turn + 1) % 2].Get<ConsentTracker>().As(Client).DecideAsync(requests, use, Stop);

    public ActingAudit Audit => _hosts[0].Get<ConsentAudit>().As(Officer);

    /// <summary>Lets it happen at the host whose turn it is.</summary>
    /// <param name="step">What happens.</param>
    /// <param name="contacts">All that the story is about.</param>
    /// <returns>What was told; nothing where the actor was turned away.</returns>
    public async Task<StoryAnswer> LiveAsync(StoryStep step, IReadOnlyCollection<ContactId> contacts)
    {
        var host = _hosts[_turn = (_turn + 1) % 2];
        host.Clock.Set(step.Now);
        try
        {
            switch (step)
            {
                case StoryStep.Said { Port: ChangePort.OneContact } said:
                    return new([await host.Get<ConsentTracker>().As(said.Actor).ApplyAsync(said.Change, Stop)]);
                case StoryStep.Said said:
                    var items = new List<ChangeResult>();
                    await foreach (var item in host.Get<ConsentBulk>().As(said.Actor).Apply(One(said.Change)).WithCancellation(Stop))
                    {
                        items.AddRange(item.Results);
                    }

                    return new(items);
                case StoryStep.Read read:
                    return new(await host.Get<ConsentTracker>().As(Client).MergeAsync(read.Document, Stop));
                case StoryStep.Linked linked:
                    await host.Get<ConsentTracker>().As(linked.Actor).LinkAsync(linked.Link, Stop);
                    break;
                case StoryStep.Held { IsHeld: true } held:
                    await host.Get<ConsentPrivacy>().As(Manager).HoldAsync(held.Contact, "case 7", Stop);
                    break;
                case StoryStep.Held held:
                    await host.Get<ConsentPrivacy>().As(Manager).ReleaseHoldAsync(held.Contact, "case 7", Stop);
                    break;
                case StoryStep.Rectified wrong:
                    await host.Get<ConsentPrivacy>().As(Manager).RectifyAsync(Rectification.OfChange(wrong.Contact, wrong.Wrong, "a scanner's clicks", "ticket 9"), Stop);
                    break;
                case StoryStep.Erased { DiesAt: > 0 } erased:
                    var head = await Store.GetHeadAsync(Stop);
                    return new(await DieAsync(erased) ?? await CarryOnAsync(host, erased, contacts, hasWritten: head != await Store.GetHeadAsync(Stop)));
                case StoryStep.Erased erased:
                    return new(await EraseAsync(host, erased));
                case StoryStep.Closed closed:
                    await host.Get<ConsentPrivacy>().As(Manager).CloseAsync(new() { Name = closed.List, Contacts = [closed.Contact] }, Stop);
                    break;
                case StoryStep.Unlisted wrong:
                    await host.Get<ConsentPrivacy>().As(Manager).RectifyAsync(Rectification.OfList(wrong.Contact, wrong.List, "the wrong list", "ticket 10"), Stop);
                    break;
                default:
                    break;
            }
        }
        catch (ConsentAccessDeniedException)
        {
        }

        return StoryAnswer.None;
    }

    /// <summary>The records as they are stored.</summary>
    public async Task<PersonConsents> RecordsAsync(IEnumerable<ContactId> contacts)
    {
        var ids = contacts.ToList();
        var found = await Store.FindAsync([.. ids.Select(id => new ContactLookup(id))], Stop);
        return PersonConsents.Of(found.Select((f, i) => f.Snapshot?.Under(Rules.Taxonomy) ?? ContactConsents.Empty(ids[i], Rules.Taxonomy)));
    }

    /// <summary>All entries about these contacts, in the order of the log.</summary>
    public async Task<List<AuditEntry>> EntriesAsync(IEnumerable<ContactId> contacts)
    {
        var entries = new List<AuditEntry>();
        foreach (var contact in contacts)
        {
            await foreach (var entry in Store.ReadLogAsync(new() { Contact = contact }, Stop))
            {
                entries.Add(entry);
            }
        }

        return [.. entries.OrderBy(e => e.Index)];
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            host.Dispose();
        }
    }

    private static async Task<ErasureOutcome> EraseAsync(Host host, StoryStep.Erased erased) =>
        await host.Get<ConsentPrivacy>().As(Manager).EraseAsync(new(erased.Contact, "GDPR 17(1)(b)") { Keeps = erased.Keeps }, Stop);

    /// <summary>A third host begins, and dies with its journal.</summary>
    /// <returns>What it was told, where it came to its end before.</returns>
    private async Task<ErasureOutcome?> DieAsync(StoryStep.Erased erased)
    {
        var crash = new Crash();
        using var dying = new Host(crash.Over(Store));
        dying.Clock.Set(erased.Now);
        crash.In(erased.DiesAt);
        try
        {
            return await EraseAsync(dying, erased);
        }
        catch (ConsentStoreException) when (crash.Happened)
        {
            return null;
        }
    }

    /// <summary>Whoever is asked next waits for the dead one until it has been still for long enough. Nobody may be contacted meanwhile.</summary>
    /// <returns>What came of it: where the dead one had done all, and only could not say so, the living one finds nothing.</returns>
    private async Task<ErasureOutcome> CarryOnAsync(Host living, StoryStep.Erased erased, IReadOnlyCollection<ContactId> contacts, bool hasWritten)
    {
        var found = (await Store.FindAsync([new(erased.Contact)], Stop))[0].Snapshot;
        var request = ProcessingRequest.ToContact(erased.Contact, Purposes.Marketing.Automatic.Email);
        Assert.True(found?.State != ContactState.Erasing || (await living.Get<ConsentTracker>().DecideAsync(request, Stop)).Code == DecisionCode.ErasureInProgress, "Who is being erased may be contacted.");
        var told = await WaitAsync(living, EraseAsync(living, erased));
        foreach (var left in contacts)
        {
            // Who was linked with a closed id that was asked for: a running host would come to them by itself.
            if ((await Store.FindAsync([new(left)], Stop))[0].Snapshot?.State == ContactState.Erasing)
            {
                await WaitAsync(living, EraseAsync(living, erased with { Whom = left }));
            }
        }

        return told == ErasureOutcome.NothingOnRecord && hasWritten
            ? erased.Keeps == ErasureKeeps.Nothing ? ErasureOutcome.Forgotten : found?.Closing?.Kind == ClosedKind.NeverContact ? ErasureOutcome.ErasedNeverContact : ErasureOutcome.Erased
            : told;
    }

    private static async Task<T> WaitAsync<T>(Host living, Task<T> work)
    {
        while (!work.IsCompleted)
        {
            living.Clock.Age(TimeSpan.FromSeconds(7));
            await Task.WhenAny(work, Task.Delay(1, Stop));
        }

        return await work;
    }

    private static async IAsyncEnumerable<ConsentChange> One(ConsentChange change)
    {
        await Task.CompletedTask;
        yield return change;
    }

    private sealed class Host : IDisposable
    {
        private readonly ServiceProvider _services;

        public Host(IConsentStore store)
        {
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(Clock);
            services.AddConsentTracking(options =>
            {
                options.TransientRetryDelay = TimeSpan.Zero;
                options.CheckpointInterval = TimeSpan.FromHours(1);
                options.CheckpointEntries = 1_000_000;
                options.Taxonomy = Rules.Taxonomy;
                options.Notices = Rules.Notices;
            }).UseStore("UseStoryStore", _ => store);
            _services = services.BuildServiceProvider();
        }

        public MovableClock Clock { get; } = new();

        public T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        public void Dispose() => _services.Dispose();
    }
}
