using System.Text.Json;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using Json.Schema;

namespace Consent.Core.Tests.Json;

/// <summary>The schemas say what is written, and of documents that are nearly right they say what the reader does.</summary>
public class SchemaLaws
{
    /// <summary>Few: a validator takes a hundred times as long as the reader.</summary>
    private const int Cases = 40;

    private static readonly EvaluationOptions s_options = new() { RequireFormatValidation = true };

    /// <summary>What may stand in the place of a value. Duplicates, and what only several members say together, no schema tells.</summary>
    private static readonly string[] s_other =
    [
        "null", "7", "7.0", "1.5", "1e30", "-1", "true", "false", "[]", "{}", "[7]", "\"\"", "\" \"", "\"all\"", "\"all.x\"", "\"text\"", "\"a\\u0000b\"", "\"2026-02-30T00:00:00.000000Z\"", "\"2026-01-31T00:00:00+02:00\"",
        "\"2026-01-31\"", "\"2026-02-30\"", "\"give\"", "\"withdraw\"", "\"liftRestriction\"", "\"toContact\"", "\"legalClaim\"", "\"none\"", "{\"x\":1}", "\"1.0\"", "\"00000000000000000000000000000000.7\"",
    ];

    [Law(MaxTest = Cases)]
    public Property Change() => Agrees(JsonGen.Change());

    [Law(MaxTest = Cases)]
    public Property Request() => Agrees(UseGen.Request());

    [Law(MaxTest = Cases)]
    public Property Decision() => Agrees(JsonGen.Decision());

    [Law(MaxTest = Cases)]
    public Property Trace() => Agrees(JsonGen.Trace());

    [Law(MaxTest = Cases)]
    public Property Result() => Agrees(JsonGen.Result());

    [Law(MaxTest = Cases)]
    public Property Entry() => Agrees(EntryGen.Any());

    [Law(MaxTest = Cases)]
    public Property Subject_request() => Agrees(JsonGen.SubjectRequest());

    [Law(MaxTest = Cases)]
    public Property Preferences() => Agrees(HistoryGen.Any(5).Select(h => ConsentPreferences.Of(PersonConsents.Fold([.. h.Contacts], h.Taxonomy, h.Entries), h.Contacts[0], new ConsentRules(h.Taxonomy), TimeGen.Minute(30))));

    [Law(MaxTest = Cases)]
    public Property Record()
    {
        var schema = Of<ContactConsents>();
        return Laws.ForAll(HistoryGen.Any(10), h => IsValid(schema, Options.Write(PersonConsents.Fold([.. h.Contacts], h.Taxonomy, h.Entries).Contacts[0])));
    }

    [Fact]
    public void Values_and_codes_have_one_too()
    {
        Assert.True(IsValid(Of<ContactId>(), "\"a\""));
        Assert.False(IsValid(Of<ContactId>(), "\" \""));
        Assert.True(IsValid(Of<Operation>(), "\"toContact\""));
        Assert.False(IsValid(Of<Operation>(), "\"ToContact\""));
        Assert.Null(JsonSchemas.Of(typeof(int)));
        Assert.Throws<NotSupportedException>(() => new ConsentJsonConverter<int>());
    }

    private static Property Agrees<T>(Gen<T> gen)
    {
        var schema = Of<T>();
        return Laws.ForAll(from value in gen from seeds in Gen.Choose(0, int.MaxValue - 1).ListOf().Resize(3) select (value, seeds), c =>
        {
            var written = Options.Write(c.value);
            Assert.True(IsValid(schema, written), written);
            var tree = JsonTree.Parse(written);
            foreach (var seed in c.seeds)
            {
                Spoil(tree, new(seed));
            }

            var json = tree.ToString();
            var (isValid, flaw) = (IsValid(schema, json), FlawOf<T>(json));
            return isValid == flaw is null ? true : throw new InvalidOperationException($"{(isValid ? "valid" : "not valid")}; read: {flaw}; {json}");
        });
    }

    private static void Spoil(JsonTree document, System.Random random)
    {
        var places = document.All().Where(t => t.Members is { Count: > 0 } || t.Items is { Count: > 0 }).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var place = places[random.Next(places.Count)];
        var other = JsonTree.Of(s_other[random.Next(s_other.Length)]);
        if (place.Items is { } items)
        {
            items[random.Next(items.Count)] = other;
            return;
        }

        var at = random.Next(place.Members!.Count);
        switch (random.Next(3))
        {
            case 0:
                place.Members.RemoveAt(at);
                break;
            case 1:
                place.Members[at] = (place.Members[at].Name, other);
                break;
            default:
                var name = new[] { "x", "format", "until", "from", "notice", "node", "ground", "purpose", "at", "evidence" }[random.Next(10)];
                place.Members.RemoveAll(m => m.Name == name);
                place.Members.Add((name, other));
                break;
        }
    }

    private static string? FlawOf<T>(string json)
    {
        try
        {
            Options.Read<T>(json);
            return null;
        }
        catch (JsonException flaw)
        {
            return flaw.Message;
        }
    }

    private static JsonSchema Of<T>() => JsonSchema.FromText(JsonSchemas.Of(typeof(T))!);

    private static bool IsValid(JsonSchema schema, string json)
    {
        using var document = JsonDocument.Parse(json);
        return schema.Evaluate(document.RootElement, s_options).IsValid;
    }
}
