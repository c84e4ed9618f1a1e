using System.Globalization;
using BenchmarkDotNet.Attributes;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Benchmarks;

/// <summary>
/// Recording a change through the tracker into the store in memory, against a lock, a dictionary and a list by hand. Both take one change for each of
/// 1,000 contacts, each under a new id; figures are per change.
/// </summary>
[MemoryDiagnoser]
public class TrackerBenchmarks
{
    private const int Contacts = 1000;

    // Then both begin anew, else their logs would fill the memory.
    private const int ChangesPerStore = 10 * Contacts;
    private readonly ContactId[] _ids = [.. Enumerable.Range(0, Contacts).Select(i => ContactId.From($"customer-{i:0000}"))];
    private ByHand _byHand = new();
    private ActingTracker _tracker = NewTracker();
    private int _number;

    [Benchmark(Baseline = true, Description = "lock, dictionary and list by hand", OperationsPerInvoke = Contacts)]
    public void RecordByHand()
    {
        if (_number % ChangesPerStore == 0)
        {
            _byHand = new();
        }

        foreach (var id in _ids)
        {
            _number++;
            Check(_byHand.Give(id.Value, "marketing.automatic.email", Said().ToDateTimeOffset(), Name(), "crm"));
        }
    }

    [Benchmark(Description = "Consent: ConsentTracker, store in memory", OperationsPerInvoke = Contacts)]
    public async Task Record()
    {
        if (_number % ChangesPerStore == 0)
        {
            _tracker = NewTracker();
        }

        foreach (var id in _ids)
        {
            _number++;
            var change = ConsentChange.For(id).WithId(ChangeId.From(Name())).Give(Purposes.Marketing.Automatic.Email, Said(), Sample.Form);
            var result = await _tracker.ApplyAsync(change);
            Check(result.Outcome == ChangeOutcome.Recorded);
        }
    }

    private static void Check(bool isRecorded)
    {
        if (!isRecorded)
        {
            throw new InvalidOperationException("The change was not recorded.");
        }
    }

    private string Name() => _number.ToString(CultureInfo.InvariantCulture);

    // Each is said after the one before it, else it would be superseded.
    private Timestamp Said() => Sample.Now.Plus(TimeSpan.FromMilliseconds(_number));

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
