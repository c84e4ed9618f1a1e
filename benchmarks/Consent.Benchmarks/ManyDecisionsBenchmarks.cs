using BenchmarkDotNet.Attributes;

namespace Consent.Benchmarks;

/// <summary>
/// A thousand contacts who said different things, each asked about each of the 13 purposes: no two questions in a row are alike, so the processor
/// cannot learn the answer by heart. Figures are per question.
/// </summary>
[MemoryDiagnoser]
public class ManyDecisionsBenchmarks
{
    private const int Contacts = 1000;
    private const int Questions = Contacts * 13;
    private readonly ConsentRules _italy = new(jurisdiction: Jurisdiction.Italy);
    private readonly (ContactConsents Contact, ProcessingRequest Request)[] _questions = new (ContactConsents, ProcessingRequest)[Questions];
    private readonly (Dictionary<string, Flags> Flags, string[] Chain)[] _byHand = new (Dictionary<string, Flags>, string[])[Questions];

    /// <summary>Makes the contacts: the same every time.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(17);
        var purposes = ContactlabTaxonomy.Instance.Nodes.Where(n => !n.IsGroup).ToList();
        var question = 0;
        for (var i = 0; i < Contacts; i++)
        {
            var flags = FlagsOf(random, purposes).ToList();
            var contact = Sample.Consents(ContactId.From($"customer-{i:0000}"), $"change-{i}", flags);
            var byHand = flags.GroupBy(f => f.Node).ToDictionary(
                g => g.Key.ToString(), g => g.Aggregate(default(Flags), (all, f) => all | FlagOf(f.Flag, f.IsActive)), StringComparer.Ordinal);
            foreach (var purpose in purposes)
            {
                _questions[question] = (contact, RequestOf(contact.Id, purpose));
                _byHand[question++] = (byHand, [.. Chain(purpose.Path).Select(p => p.ToString())]);
            }
        }

        if (Decide() == 0 || ByHandAlong() == 0)
        {
            throw new InvalidOperationException("Nobody may be contacted: the sample measures one answer only.");
        }
    }

    [Benchmark(Baseline = true, Description = "one lookup by hand", OperationsPerInvoke = Questions)]
    public int ByHand()
    {
        var permitted = 0;
        foreach (ref readonly var question in _byHand.AsSpan())
        {
            permitted += question.Flags.TryGetValue(question.Chain[0], out var set) && set == Flags.Given ? 1 : 0;
        }

        return permitted;
    }

    [Benchmark(Description = "by hand, also up the groups", OperationsPerInvoke = Questions)]
    public int ByHandAlong()
    {
        var permitted = 0;
        foreach (ref readonly var question in _byHand.AsSpan())
        {
            permitted += IsPermitted(question.Flags, question.Chain) ? 1 : 0;
        }

        return permitted;
    }

    [Benchmark(Description = "Consent: Decide (EU)", OperationsPerInvoke = Questions)]
    public int Decide() => Permitted(Sample.Rules);

    [Benchmark(Description = "Consent: Decide (Italy)", OperationsPerInvoke = Questions)]
    public int DecideInItaly() => Permitted(_italy);

    private int Permitted(ConsentRules rules)
    {
        var permitted = 0;
        foreach (ref readonly var question in _questions.AsSpan())
        {
            permitted += question.Contact.Decide(in question.Request, rules, Sample.Now).IsPermitted ? 1 : 0;
        }

        return permitted;
    }

    private static bool IsPermitted(Dictionary<string, Flags> flags, string[] chain)
    {
        if (!flags.TryGetValue(chain[0], out var own) || own != Flags.Given)
        {
            return false;
        }

        for (var i = 1; i < chain.Length; i++)
        {
            if (flags.TryGetValue(chain[i], out var above) && above != Flags.None)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One in ten purposes was never asked, three in ten were refused; one contact in five objects to something, maybe to a whole group.</summary>
    private static IEnumerable<(PurposePath Node, ConsentFlag Flag, bool IsActive)> FlagsOf(Random random, List<PurposeNode> purposes)
    {
        foreach (var purpose in purposes.Where(_ => random.Next(10) > 0))
        {
            yield return (purpose.Path, ConsentFlag.Status, random.Next(9) >= 3);
        }

        if (random.Next(5) == 0)
        {
            yield return (Chain(purposes[random.Next(purposes.Count)].Path).Skip(random.Next(2)).First(), ConsentFlag.Objection, true);
        }

        if (random.Next(20) == 0)
        {
            yield return (purposes[random.Next(purposes.Count)].Path, ConsentFlag.Restriction, true);
        }
    }

    private static Flags FlagOf(ConsentFlag flag, bool isActive) => flag switch
    {
        ConsentFlag.Status => isActive ? Flags.Given : Flags.None,
        ConsentFlag.Restriction => Flags.Restricted,
        _ => Flags.Objected,
    };

    private static IEnumerable<PurposePath> Chain(PurposePath path)
    {
        for (var at = path; at is not null; at = at.Parent)
        {
            yield return at;
        }
    }

    private static ProcessingRequest RequestOf(ContactId contact, PurposeNode purpose) => purpose.Operation switch
    {
        Operation.Profiling => ProcessingRequest.ToProfile(contact, purpose.Path),
        Operation.TransferToThirdParty => ProcessingRequest.ToTransfer(contact, purpose.Path),
        _ => ProcessingRequest.ToContact(contact, purpose.Path),
    };

    [Flags]
    private enum Flags : byte
    {
        None = 0,
        Given = 1,
        Restricted = 2,
        Objected = 4,
    }
}
