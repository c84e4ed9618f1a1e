using System.Globalization;
using BenchmarkDotNet.Attributes;
using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Benchmarks;

/// <summary>How many of a million contacts may be emailed? Against LINQ over plain objects that know two flags, and no rules.</summary>
[MemoryDiagnoser]
[GcForce(false)] // A gigabyte of contacts: collecting it between iterations would take longer than all of them.
public class AudienceBenchmarks
{
    /// <summary>A million, or as many as the environment variable CONSENT_AUDIENCE says: CI only looks whether it works.</summary>
    private static readonly int s_contacts = int.TryParse(Environment.GetEnvironmentVariable("CONSENT_AUDIENCE"), CultureInfo.InvariantCulture, out var contacts) ? contacts : 1_000_000;

    private static readonly ProcessingRequest s_email = ProcessingRequest.ToContactAnyone(Purposes.Marketing.Automatic.Email);

    // Made once for all three.
    private static readonly Customer[] s_customers = [.. Enumerable.Range(0, s_contacts).Select(n => new Customer(IdOf(n).Value, n % 3 > 0, n % 10 == 0))];
    private static readonly InMemoryConsentStore s_store = new();
    private static readonly ConsentAudience s_audience = new ServiceCollection().AddConsentTracking().UseStore("UseInMemoryStore", _ => s_store)
        .Services.BuildServiceProvider().GetRequiredService<ConsentAudience>();

    private static int s_version;

    /// <summary>Makes the contacts: two in three gave consent, one in ten objects. The first count decides them all.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        if (s_version == 0)
        {
            byte[][] records = [.. Enumerable.Range(0, 30).Select(n => ContactSnapshot.ToBytes(Sample.Consents(IdOf(n), "signup", FlagsOf(n))))];
            await s_store.CommitAsync([.. Enumerable.Range(0, s_contacts).Chunk(1000).Select(some => new ConsentCommit
            {
                Snapshots = [.. some.Select(n => new SnapshotWrite(ContactSnapshot.Read(IdOf(n), Sample.Rules.Taxonomy, records[n % 30]), 0))],
            })], default);
            s_version = 1;
        }

        if (await Count() != Linq() || await CountAfterAChange() != Linq())
        {
            throw new InvalidOperationException("The two do not count the same.");
        }
    }

    [Benchmark(Baseline = true, Description = "LINQ over plain objects")]
    public long Linq() => s_customers.LongCount(c => c.HasConsented && !c.Objects);

    [Benchmark(Description = "Consent: CountAsync")]
    public async Task<long> Count() => await s_audience.CountAsync(s_email);

    [Benchmark(Description = "Consent: one contact written, CountAsync")]
    public async Task<long> CountAfterAChange()
    {
        var found = await s_store.FindAsync([new(IdOf(1))], default);
        await s_store.CommitAsync([new() { Snapshots = [new(found[0].Snapshot!, s_version++)] }], default);
        return await s_audience.CountAsync(s_email);
    }

    private static ContactId IdOf(int number) => ContactId.From($"customer-{number:0000000}");

    private static IEnumerable<(PurposePath Node, ConsentFlag Flag, bool IsActive)> FlagsOf(int number)
    {
        yield return (Purposes.Marketing.Automatic.Email, ConsentFlag.Status, number % 3 > 0);
        yield return (Purposes.Marketing.Automatic.Sms, ConsentFlag.Status, number % 2 > 0);
        if (number % 10 == 0)
        {
            yield return (Purposes.Marketing.Group, ConsentFlag.Objection, true);
        }
    }

    private sealed record Customer(string Id, bool HasConsented, bool Objects);
}
