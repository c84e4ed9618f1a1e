using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Tracking.Tests;

/// <summary>A host with a real store in memory, which can be made to fail, and a clock that stands still.</summary>
internal sealed class TrackingHost
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly PurposePath Email = Purposes.Marketing.Automatic.Email;
    public static readonly PurposePath Sms = Purposes.Marketing.Automatic.Sms;
    public static readonly Actor Client = Actor.ApiClient("crm");
    public static readonly Actor Officer = Actor.DataProtectionOfficer("dpo");

    private readonly ServiceProvider _services;

    public TrackingHost(Action<ConsentTrackingOptions>? configure = null, ILoggerProvider? logs = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        if (logs is not null)
        {
            services.AddSingleton<ILoggerFactory>(new LoggerFactoryOf(logs));
            services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        }

        services.AddConsentTracking(options =>
        {
            (options.TransientRetryDelay, options.AlteredRetryDelay) = (TimeSpan.Zero, TimeSpan.Zero);
            configure?.Invoke(options);
        }).UseStore("UseTroubledStore", _ => Store)
        .PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => logs is null ? default : throw new IOException("This place is never reached.")));
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public TroubledStore Store { get; } = new(new InMemoryConsentStore());

    public ConsentTracker Tracker => _services.GetRequiredService<ConsentTracker>();

    public ConsentBulk Bulk => _services.GetRequiredService<ConsentBulk>();

    public ConsentPrivacy Privacy => _services.GetRequiredService<ConsentPrivacy>();

    public ConsentAudience Audience => _services.GetRequiredService<ConsentAudience>();

    public ConsentAudit Audit => _services.GetRequiredService<ConsentAudit>();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ContactId Contact(string id = "ada") => ContactId.From(id);

    public static Evidence Form => Evidence.WebForm("https://shop.example/signup");

    public static Timestamp Day(double day) => (Timestamp)Start.AddDays(day);

    public static ConsentChange Give(string contact = "ada", string id = "give", double day = -20, PurposePath? node = null) =>
        ConsentChange.For(Contact(contact)).WithId(ChangeId.From(id)).Give(node ?? Email, Day(day), Form, "v1");

    public static ConsentChange Withdraw(string contact = "ada", string id = "withdraw", double? day = null, PurposePath? node = null) =>
        ConsentChange.For(Contact(contact)).WithId(ChangeId.From(id)).Withdraw(node ?? Email, day is { } d ? Day(d) : null);

    public static ContactLink Link(double day, string one = "ada", string other = "bea", string id = "link", bool isLinked = true) =>
        new(Contact(one), Contact(other), Day(day), ChangeId.From(id), isLinked);

    public static async IAsyncEnumerable<T> Stream<T>(params IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    public ValueTask<ChangeResult> ApplyAsync(ConsentChange change, Actor? actor = null) => Tracker.As(actor ?? Client).ApplyAsync(change, Token);

    public ValueTask<ContactConsents> GetAsync(string contact = "ada") => Tracker.As(Client).GetAsync(Contact(contact), Token);

    public async ValueTask<ConsentDecision> DecideAsync(string contact = "ada", PurposePath? purpose = null) =>
        await Tracker.DecideAsync(ProcessingRequest.ToContact(Contact(contact), purpose ?? Email), Token);

    public async ValueTask<List<AuditEntry>> LogAsync()
    {
        var log = new List<AuditEntry>();
        await foreach (var entry in Store.Inner.ReadLogAsync(LogQuery.Everything, Token))
        {
            log.Add(entry);
        }

        return log;
    }

    /// <summary>Leaves a contact as an erasure with suppression does: nothing but a date.</summary>
    public async Task SuppressAsync(string contact)
    {
        var closed = new ClosedId(await Store.Inner.DigestOfAsync(Contact(contact), Token), ClosedKind.NeverContact, Day(-2));
        await Store.Inner.CommitAsync([new() { Snapshots = [new(ContactConsents.Closed(Contact(contact), ContactlabTaxonomy.Instance, closed), 0)] }], Token);
    }
}
