using BenchmarkDotNet.Attributes;

namespace Consent.Benchmarks;

/// <summary>What a taxonomy of thousands of newsletters costs: a contact with 15 flags is decided, changed and read as in one of 13 purposes.</summary>
[MemoryDiagnoser]
public class TaxonomySizeBenchmarks
{
    private readonly ConsentChange _change = ConsentChange.For(Sample.Contact).WithId(ChangeId.From("c2")).Withdraw(Purposes.Marketing.Automatic.Email, Sample.Now);
    private readonly ProcessingRequest _request = ProcessingRequest.ToContact(Sample.Contact, Purposes.Marketing.Automatic.Email);
    private PurposeTaxonomyBuilder _builder = null!;
    private ConsentRules _rules = null!;
    private ContactConsents _contact = null!;
    private byte[] _bytes = [];

    [Params(19, 1_000, 10_000)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        // The newsletters come first, so that the purposes asked about have the highest numbers.
        _builder = new PurposeTaxonomyBuilder("big");
        var known = ContactlabTaxonomy.Instance.Nodes.Length;
        if (Nodes > known)
        {
            _builder.Group("newsletters", Operation.ToContact);
            for (var i = known + 1; i < Nodes; i++)
            {
                _builder.Purpose($"newsletters.n{i}", Channel.Email);
            }
        }

        foreach (var node in ContactlabTaxonomy.Instance.Nodes.Where(n => !n.Path.IsRoot))
        {
            _ = node.IsGroup ? _builder.Group(node.Path.ToString(), node.Operation) : _builder.Purpose(node.Path.ToString(), node.Channel, node.Operation, node.SoftSpamFor?.ToString());
        }

        foreach (var edge in ContactlabTaxonomy.Instance.Edges)
        {
            _builder.Covers(edge.From.ToString(), edge.To.ToString(), edge.OnlyForDirectMarketing);
        }

        _rules = new(_builder.Build());
        _bytes = ContactSnapshot.ToBytes(Sample.Consents(Sample.Contact, "c1"));
        _contact = Load();
    }

    [Benchmark(Description = "decide")]
    public ConsentDecision Decide() => _contact.Decide(_request, _rules, Sample.Now);

    [Benchmark(Description = "apply")]
    public AppliedChange Apply() => _contact.Apply(_change, _rules, Sample.Recording);

    [Benchmark(Description = "read a snapshot")]
    public ContactConsents Load() => ContactSnapshot.Read(Sample.Contact, _rules.Taxonomy, _bytes);

    [Benchmark(Description = "build the taxonomy")]
    public PurposeTaxonomy Build() => _builder.Build();
}
