using System.Text;
using System.Text.Json;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Interchange.Tests;

/// <summary>What a valid document says, and the ways of writing it down.</summary>
/// <param name="Taxonomy">By which purposes.</param>
/// <param name="Id">Of whom.</param>
/// <param name="Flags">The flags named; <see langword="null"/>: named as null.</param>
/// <param name="Version">The disclaimer's version.</param>
/// <param name="Date">The disclaimer's date.</param>
internal sealed record WireCase(PurposeTaxonomy Taxonomy, string Id, IReadOnlyDictionary<(PurposePath Node, ConsentFlag Flag), bool?> Flags, string? Version, Timestamp? Date)
{
    private static readonly string[] s_flagNames = ["status", "limitation", "objection"];

    private static readonly Dictionary<string, string> s_productNames = new(StringComparer.Ordinal)
    {
        ["marketing.traditional.phone"] = "telephonic",
        ["marketing.traditional.paper"] = "papery",
        ["marketing.automatic.phone"] = "telephonic",
        ["softSpam.paper"] = "papery",
    };

    public ContactHubFormat Format => new(Taxonomy);

    public FlagValue Value(PurposePath node, ConsentFlag flag) => Flags.GetValueOrDefault((node, flag)) switch
    {
        true => FlagValue.Active,
        false => FlagValue.Inactive,
        null => FlagValue.Unset,
    };

    /// <summary>The customer document, in one of many orders and spellings.</summary>
    public byte[] Customer(int seed)
    {
        var random = new System.Random(seed);
        var members = new List<string>
        {
            $"{Text("id", random)}:{Text(Id, random, isName: false)}",
            $"{Text("consents", random)}:{Node(PurposePath.All, random)}",
            "\"base\":{\"firstName\":\"Ada\",\"consents\":[{\"id\":\"\\ud800\"}]}",
            "\"tags\":{\"auto\":[],\"manual\":[\"vip\"]}",
        };
        return Encoding.UTF8.GetBytes(Object(members, random));
    }

    public ConsentDocument Read(int seed, Timestamp asOf)
    {
        Assert.True(Format.TryReadCustomer(Customer(seed), new("crm", asOf), out var document, out var error), error?.ToString());
        return document!;
    }

    public override string ToString() => $"{Taxonomy}: {Encoding.UTF8.GetString(Customer(0))}";

    private string Node(PurposePath node, System.Random random)
    {
        var members = new List<string>();
        if (node.IsRoot && (Version is not null || Date is not null))
        {
            var parts = new List<string>();
            if (Version is not null || random.Next(2) == 0)
            {
                parts.Add($"{Text("version", random)}:{(Version is null ? "null" : Text(Version, random, isName: false))}");
            }

            if (Date is not null || random.Next(2) == 0)
            {
                parts.Add($"{Text("date", random)}:{(Date is null ? "null" : Text(Written(Date.Value, random), random))}");
            }

            members.Add($"{Text("disclaimer", random)}:{Object(parts, random)}");
        }

        foreach (var flag in Enum.GetValues<ConsentFlag>())
        {
            if (Flags.TryGetValue((node, flag), out var value))
            {
                members.Add($"{Text(s_flagNames[(int)flag], random)}:{(value is null ? "null" : value.Value ? "true" : "false")}");
            }
        }

        foreach (var child in Taxonomy.Nodes.Where(n => !n.Path.IsRoot && n.Path.Parent!.Equals(node)))
        {
            var isNamed = Flags.Keys.Any(k => k.Node.IsAtOrBelow(child.Path));
            if (isNamed || random.Next(8) == 0)
            {
                var name = s_productNames.GetValueOrDefault(child.Path.ToString(), child.Path.Name);
                members.Add($"{Text(name, random)}:{(isNamed || random.Next(2) == 0 ? Node(child.Path, random) : "null")}");
            }
        }

        return Object(members, random);
    }

    private static string Object(List<string> members, System.Random random)
    {
        var space = random.Next(3) switch { 0 => " ", 1 => "\t\r", _ => "" };
        return $"{space}{{{space}{string.Join($"{space},{space}", members.OrderBy(_ => random.Next()))}{space}}}{space}";
    }

    private static string Text(string text, System.Random random, bool isName = true) => random.Next(4) switch
    {
        0 => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"",
        1 when !isName => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"".Aggregate(
            new StringBuilder(), (all, c) => c < ' ' ? all.Append($"\\u{(int)c:X4}") : all.Append(c)).ToString(),
        _ => $"\"{JsonEncodedText.Encode(text)}\"",
    };

    private static string Written(Timestamp date, System.Random random)
    {
        var utc = date.ToDateTimeOffset();
        var minutes = random.Next(-14 * 60, 14 * 60);
        var local = utc.ToOffset(TimeSpan.FromMinutes(minutes)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff");
        var (sign, hours, rest) = (minutes < 0 ? '-' : '+', Math.Abs(minutes) / 60, Math.Abs(minutes) % 60);
        return random.Next(3) switch
        {
            0 => $"{local}{sign}{hours:00}{rest:00}",
            1 => $"{local}999{sign}{hours:00}:{rest:00}",
            _ => date.ToString(),
        };
    }
}

internal static class WireGen
{
    public static Timestamp AsOf { get; } = Documents.AsOf;

    public static Gen<WireCase> Any() => OfOne(TaxonomyGen.Any());

    public static Gen<WireCase> Predefined() => OfOne(Gen.Constant(ContactlabTaxonomy.Instance));

    public static Gen<int> Seed() => Gen.Choose(0, int.MaxValue - 1);

    private static Gen<WireCase> OfOne(Gen<PurposeTaxonomy> taxonomies) =>
        from taxonomy in taxonomies
        from id in TextGen.Stored(ContactId.MaxLength)
        from seed in Seed()
        from density in Gen.Choose(1, 4)
        from version in Gen.Frequency((1, Gen.Constant<string?>(null)), (2, TextGen.Stored(NoticeAcceptance.MaxVersionLength).Select(v => (string?)v)))
        from date in Gen.Frequency((1, Gen.Constant<long?>(null)), (2, Gen.Choose(0, int.MaxValue - 1).Select(n => (long?)n)))
        select new WireCase(taxonomy, id, Flags(taxonomy, seed, density), version, date is { } n ? AsOf.Plus(TimeSpan.FromMicroseconds(-n * 123_457.0)) : null);

    private static Dictionary<(PurposePath, ConsentFlag), bool?> Flags(PurposeTaxonomy taxonomy, int seed, int density)
    {
        var random = new System.Random(seed);
        return (from node in taxonomy.Nodes
                where !node.IsGroup
                from flag in Enum.GetValues<ConsentFlag>()
                where random.Next(5) < density
                select KeyValuePair.Create((node.Path, flag), random.Next(5) switch { 0 => null, 1 or 2 => (bool?)true, _ => false })).ToDictionary();
    }
}
