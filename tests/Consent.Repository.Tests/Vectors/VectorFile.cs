using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Consent.Repository.Tests;

/// <summary>docs/fold-vectors.json: made from the vectors and what Core folds them to.</summary>
internal static class VectorFile
{
    public const string Format = "consent-fold-vectors/2";
    public const string Page = "docs/fold-vectors.json";
    private const int LineLength = 200;

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PurposeTaxonomy Taxonomy { get; } = ContactlabTaxonomy.Extend("vectors-1").Purpose("thirdPartyTransfer.marketing.acme").Build();

    public static IEnumerable<FoldVector> Vectors =>
        [.. RankVectors.All, .. GroupVectors.All, .. SpanVectors.All, .. LinkVectors.All, .. NoticeVectors.All, .. BrokenDraftVectors.All];

    public static string Text()
    {
        var file = new JsonObject
        {
            ["format"] = Format,
            ["about"] = "Test vectors of the fold: what arrives, in any order and any number of times, and the state that it folds to. The format is described in fold.md.",
            ["rulesVersion"] = DecisionTable.RulesVersion,
            ["taxonomy"] = TaxonomyJson(),
            ["vectors"] = new JsonArray([.. Vectors.Select(v => new JsonObject { ["name"] = v.Name, ["about"] = v.About, ["in"] = VectorJson.Write(v), ["out"] = CoreState.Of(v) })]),
        };
        var text = new StringBuilder();
        Append(text, file, 0);
        return text.Append('\n').ToString();
    }

    public static JsonNode Parse(string text) => JsonNode.Parse(text)!;

    public static string Line(JsonNode? node) => node?.ToJsonString(s_plain) ?? "null";

    private static JsonObject TaxonomyJson() => new()
    {
        ["nodes"] = new JsonArray([.. Taxonomy.Nodes.Select(n => VectorJson.Object(
            ("path", n.Path.ToString()), ("group", n.IsGroup ? true : null), ("operation", n.Operation == Operation.None ? null : n.Operation.ToString()),
            ("channel", n.Channel == Channel.None ? null : n.Channel.ToString()), ("softSpamFor", n.SoftSpamFor?.ToString())))]),
        ["edges"] = new JsonArray([.. Taxonomy.Edges.Select(e => VectorJson.Object(
            ("from", e.From.ToString()), ("to", e.To.ToString()), ("onlyForDirectMarketing", e.OnlyForDirectMarketing ? true : null)))]),
    };

    /// <summary>What fits a line stands on one.</summary>
    private static void Append(StringBuilder text, JsonNode? node, int indent)
    {
        var line = Line(node);
        if (node is not (JsonObject or JsonArray) || (line.Length + indent <= LineLength && indent > 2))
        {
            text.Append(line);
            return;
        }

        var inner = new string(' ', indent + 2);
        var (open, close) = node is JsonObject ? ('{', '}') : ('[', ']');
        text.Append(open);
        var isFirst = true;
        var members = node is JsonObject o ? o.Select(m => (Name: JsonSerializer.Serialize(m.Key) + ": ", m.Value)) : node.AsArray().Select(v => (Name: "", Value: v));
        foreach (var (name, value) in members)
        {
            text.Append(isFirst ? "\n" : ",\n").Append(inner).Append(name);
            Append(text, value, indent + 2);
            isFirst = false;
        }

        if (!isFirst)
        {
            text.Append('\n').Append(' ', indent);
        }

        text.Append(close);
    }
}
