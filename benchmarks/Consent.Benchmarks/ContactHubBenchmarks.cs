using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Consent.Interchange;

namespace Consent.Benchmarks;

/// <summary>Reading one customer document, checked and with its line, against source-generated System.Text.Json into classes, unchecked.</summary>
[MemoryDiagnoser]
public class ContactHubBenchmarks
{
    private readonly byte[] _document = Encoding.UTF8.GetBytes("""
        {"id":"5a1c2f1e-7d0b-4a36-8f55-2f6a0c9b1001","nodeId":"web-shop","externalId":"C-1001","base":{"firstName":"Ada","lastName":"Bianchi","contacts":{"email":"ada@example.com"}},
        "consents":{"disclaimer":{"date":"2018-05-25T00:00:00.000Z","version":"v1"},"marketing":{"traditional":{"telephonic":{"status":true,"limitation":false,"objection":false},
        "papery":{"status":false,"limitation":false,"objection":true}},"automatic":{"sms":{"status":true,"limitation":true,"objection":false},"email":{"status":true,"limitation":false,"objection":false},
        "push":{"status":true,"limitation":false,"objection":true},"im":{"status":false},"telephonic":{"status":null,"objection":true}}},"profiling":{"classic":{"status":true},"online":{"status":false}},
        "softSpam":{"email":{"status":true,"limitation":false,"objection":false},"papery":null},"thirdPartyTransfer":{"profiling":{"status":false},"marketing":{"status":true,"limitation":true}}}}
        """);

    private readonly ContactHubExport _export = new("crm", Sample.Now);

    [Benchmark(Baseline = true, Description = "System.Text.Json, source-generated, into classes")]
    public object? SourceGenerated() => JsonSerializer.Deserialize(_document, WireContext.Default.WireCustomer);

    [Benchmark(Description = "Consent.Interchange: a checked ConsentDocument")]
    public object Read() => ContactHubFormat.Predefined.TryReadCustomer(_document, _export, out var document, out var error) ? document : throw new InvalidOperationException(error.ToString());
}
