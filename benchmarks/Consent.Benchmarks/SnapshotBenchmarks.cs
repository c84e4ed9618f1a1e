using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;

namespace Consent.Benchmarks;

/// <summary>The bytes in which a durable store keeps a contact's record, of 10 flags and one notice, against source-generated JSON of the same facts.</summary>
[MemoryDiagnoser]
public class SnapshotBenchmarks
{
    private readonly ContactConsents _contact = Sample.Consents(Sample.Contact, "0198b5a0-6c1e-7a52-9c3e-2f6f0c1d7e11", Sample.Flags.Take(10));
    private byte[] _bytes = [];
    private byte[] _json = [];

    [GlobalSetup]
    public void SetUp()
    {
        _bytes = ContactSnapshot.ToBytes(_contact);
        var plain = new PlainRecord([.. _contact.Flags.Select(f => new PlainFlag(f.Node.ToString(), (int)f.Flag, (int)f.Value, f.InForce.OccurredAt.UnixMicroseconds, f.InForce.Origin.Change.Value))], "v1");
        _json = JsonSerializer.SerializeToUtf8Bytes(plain, PlainRecords.Default.PlainRecord);
    }

    [Benchmark(Baseline = true, Description = "source-generated JSON: read")]
    public object? ReadJson() => JsonSerializer.Deserialize(_json, PlainRecords.Default.PlainRecord);

    [Benchmark(Description = "ContactSnapshot.Read")]
    public ContactConsents Read() => ContactSnapshot.Read(Sample.Contact, Sample.Rules.Taxonomy, _bytes);

    [Benchmark(Description = "ContactSnapshot.ToBytes")]
    public byte[] Write() => ContactSnapshot.ToBytes(_contact);
}

/// <summary>A flag without a rule.</summary>
internal sealed record PlainFlag(string Node, int Flag, int Value, long At, string Change);

/// <summary>A record without a fold.</summary>
internal sealed record PlainRecord(PlainFlag[] Flags, string Notice);

/// <summary>Reads them as fast as the runtime can.</summary>
[JsonSerializable(typeof(PlainRecord))]
internal sealed partial class PlainRecords : JsonSerializerContext;
