using BenchmarkDotNet.Attributes;

namespace Consent.Benchmarks;

/// <summary>Recording a change of one flag, with its audit entry, against a row and an audit row by hand.</summary>
[MemoryDiagnoser]
public class ApplyBenchmarks
{
    private readonly ContactConsents _contact = Sample.Consents(Sample.Contact, "c1");
    private readonly ConsentChange _change = ConsentChange.For(Sample.Contact).WithId(ChangeId.From("c2")).Withdraw(Purposes.Marketing.Automatic.Email, Sample.Now);
    private readonly Dictionary<string, (bool? Value, DateTimeOffset At, string Change)> _state = Sample.Flags.ToDictionary(
        f => $"{f.Node}/{f.Flag}", f => ((bool?)f.IsActive, Sample.Now.ToDateTimeOffset(), "c1"), StringComparer.Ordinal);

    [Benchmark(Baseline = true, Description = "state and audit row by hand")]
    public object ByHand()
    {
        var copy = new Dictionary<string, (bool? Value, DateTimeOffset At, string Change)>(_state, StringComparer.Ordinal);
        var key = "marketing.automatic.email/Status";
        var before = copy[key];
        copy[key] = (false, Sample.Now.ToDateTimeOffset(), "c2");
        return (copy, new AuditRow(Sample.Contact.Value, key, before.Value, false, Sample.Now.ToDateTimeOffset(), "c2", "crm"));
    }

    [Benchmark(Description = "Consent: Apply, with entry and answer")]
    public AppliedChange Apply() => _contact.Apply(_change, Sample.Rules, Sample.Recording);

    private sealed record AuditRow(string Contact, string Key, bool? Before, bool? After, DateTimeOffset At, string Change, string Actor);
}
