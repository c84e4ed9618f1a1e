using System.Globalization;
using BenchmarkDotNet.Attributes;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Benchmarks;

/// <summary>Recording a change through the tracker into the store in memory, against a lock, a dictionary and a list by hand. Both over 1,000 contacts, each change under a new id.</summary>
[MemoryDiagnoser]
public class TrackerBenchmarks
{
    // Then both begin anew, else their logs would fill the memory.
    private const int ChangesPerStore = 10_000;
    private readonly ContactId[] _ids = [.. Enumerable.Range(0, 1000).Select(i => ContactId.From($"customer-{i:0000}"))];
    private ByHand _byHand = new();
    private ActingTracker _tracker = NewTracker();
    private int _number;

    [Benchmark(Baseline = true, Description = "lock, dictionary and list by hand")]
    public bool RecordByHand()
    {
        var number = _number++;
        if (number % ChangesPerStore == 0)
        {
            _byHand = new();
        }

        return _byHand.Give(_ids[number % _ids.Length].Value, "marketing.automatic.email", Sample.Now.ToDateTimeOffset(), IdOf(number), "crm");
    }

    [Benchmark(Description = "Consent: ConsentTracker, store in memory")]
    public async Task<bool> Record()
    {
        var number = _number++;
        if (number % ChangesPerStore == 0)
        {
            _tracker = NewTracker();
        }

        var change = ConsentChange.For(_ids[number % _ids.Length]).WithId(ChangeId.From(IdOf(number)))
            .Give(Purposes.Marketing.Automatic.Email, Sample.Now, Sample.Form);
        var result = await _tracker.ApplyAsync(change);
        return result.Outcome == ChangeOutcome.Recorded;
    }

    private static string IdOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ActingTracker NewTracker()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddConsentTracking().UseInMemoryStore();
        return services.BuildServiceProvider().GetRequiredService<ConsentTracker>().As(Actor.ApiClient("crm"));
    }

    private sealed class ByHand
    {
        private readonly Dictionary<string, Dictionary<string, (bool Value, DateTimeOffset At, string Change)>> _contacts = new(StringComparer.Ordinal);
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly List<AuditRow> _log = [];
        private readonly Lock _gate = new();

        public bool Give(string contact, string purpose, DateTimeOffset at, string change, string actor)
        {
            lock (_gate)
            {
                if (!_seen.Add(change))
                {
                    return false;
                }

                if (!_contacts.TryGetValue(contact, out var flags))
                {
                    _contacts[contact] = flags = new(StringComparer.Ordinal);
                }

                bool? before = flags.TryGetValue(purpose, out var known) ? known.Value : null;
                flags[purpose] = (true, at, change);
                _log.Add(new(contact, purpose, before, true, at, TimeProvider.System.GetUtcNow(), change, actor));
                return true;
            }
        }

        private sealed record AuditRow(string Contact, string Key, bool? Before, bool? After, DateTimeOffset At, DateTimeOffset RecordedAt, string Change, string Actor);
    }
}
