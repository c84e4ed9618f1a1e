using System.Text.Json.Nodes;

namespace Consent.Repository.Tests;

/// <summary>docs/fold-vectors.json, read as a stranger reads it. <c>CONSENT_UPDATE_DOCS=1</c> writes it anew from <see cref="VectorFile"/>.</summary>
public class FoldVectorTests
{
    private const int MostForAllOrders = 5;
    private const int RandomOrders = 200;

    static FoldVectorTests()
    {
        if (Environment.GetEnvironmentVariable("CONSENT_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Checkout.PathOf(VectorFile.Page), VectorFile.Text());
        }
    }

    public static TheoryData<string> Names => new(Published().Select(v => (string)v["name"]!));

    [Fact]
    public void The_file_is_the_one_made_from_the_vectors() =>
        Assert.Equal(VectorFile.Text(), File.ReadAllText(Checkout.PathOf(VectorFile.Page)).ReplaceLineEndings("\n"));

    [Fact]
    public void No_two_vectors_share_a_name_and_each_says_what_it_shows()
    {
        var vectors = Published().Select(VectorJson.Read).ToList();
        Assert.Equal(vectors.Count, vectors.Select(v => v.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(vectors, v => Assert.EndsWith(".", v.About, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Core_folds_it_to_that_state_in_every_order_of_arrival(string name)
    {
        var (vector, expected) = Find(name);
        Assert.All(Orders(vector), order => Assert.Equal(expected, VectorFile.Line(CoreState.Of(vector.Of(order)))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Copies_that_each_met_one_entry_join_to_that_state_in_every_order(string name)
    {
        var (vector, expected) = Find(name);
        if (vector.Entries.OfType<VectorLink>().Any() || vector.Entries.IsEmpty)
        {
            return; // The join law holds between links.
        }

        Assert.All(Orders(vector), order =>
        {
            var copies = order.Select(entry => CoreState.Fold(vector.Of([entry])));
            var joined = copies.Aggregate((a, b) => PersonConsents.Of(a.Contacts.Zip(b.Contacts, (x, y) => x.Join(y))));
            Assert.Equal(expected, VectorFile.Line(CoreState.Of(vector, joined)));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_folds_it_to_that_state_in_every_order_of_arrival(string name)
    {
        var (vector, expected) = Find(name);
        Assert.All(Orders(vector), order => Assert.Equal(expected, VectorFile.Line(ReferenceState.Of(vector.Of(order)))));
    }

    private static IEnumerable<JsonNode> Published() =>
        VectorFile.Parse(File.ReadAllText(Checkout.PathOf(VectorFile.Page)))["vectors"]!.AsArray().Select(v => v!);

    private static (FoldVector Vector, string Expected) Find(string name)
    {
        var vector = Published().First(v => string.Equals((string?)v["name"], name, StringComparison.Ordinal));
        return (VectorJson.Read(vector), VectorFile.Line(vector["out"]));
    }

    /// <summary>All orders of few entries, many of more; then each with some entries twice.</summary>
    private static IEnumerable<IReadOnlyList<VectorEntry>> Orders(FoldVector vector)
    {
        var random = new Random(20_260_101);
        var orders = vector.Entries.Length <= MostForAllOrders ? Permutations([.. vector.Entries]) : Enumerable.Range(0, RandomOrders).Select(_ => Shuffled([.. vector.Entries], random));
        foreach (var order in orders)
        {
            yield return order;
            yield return Shuffled([.. order, .. order.Where(_ => random.Next(2) == 0)], random);
        }
    }

    private static VectorEntry[] Shuffled(VectorEntry[] entries, Random random)
    {
        random.Shuffle(entries);
        return entries;
    }

    private static IEnumerable<VectorEntry[]> Permutations(VectorEntry[] entries)
    {
        if (entries.Length <= 1)
        {
            yield return entries;
            yield break;
        }

        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var rest in Permutations([.. entries[..i], .. entries[(i + 1)..]]))
            {
                yield return [entries[i], .. rest];
            }
        }
    }
}
