using System.Text;
using System.Text.Json;

namespace Consent.Core.Tests.Json;

/// <summary>A document that can be spoilt: members may stand there twice, and values be no JSON at all.</summary>
internal sealed class JsonTree
{
    private JsonTree(string raw) => Raw = raw;

    /// <summary>The text of a value that is no object and no list.</summary>
    public string Raw { get; }

    public List<(string Name, JsonTree Value)>? Members { get; private init; }

    public List<JsonTree>? Items { get; private init; }

    public static JsonTree Of(string raw) => new(raw);

    public static JsonTree Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }

    public JsonTree? this[string name] => Members?.Where(m => m.Name == name).Select(m => m.Value).FirstOrDefault();

    /// <summary>It and all below it.</summary>
    public IEnumerable<JsonTree> All() => new[] { this }.Concat(Members?.SelectMany(m => m.Value.All()) ?? []).Concat(Items?.SelectMany(i => i.All()) ?? []);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static JsonTree From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new("") { Members = [.. element.EnumerateObject().Select(m => (m.Name, From(m.Value)))] },
        JsonValueKind.Array => new("") { Items = [.. element.EnumerateArray().Select(From)] },
        _ => new(element.GetRawText()),
    };

    private void Write(StringBuilder text)
    {
        if (Members is not null)
        {
            text.Append('{');
            for (var i = 0; i < Members.Count; i++)
            {
                text.Append(i == 0 ? "" : ",").Append('"').Append(JsonEncodedText.Encode(Members[i].Name)).Append("\":");
                Members[i].Value.Write(text);
            }

            text.Append('}');
        }
        else if (Items is not null)
        {
            text.Append('[');
            for (var i = 0; i < Items.Count; i++)
            {
                text.Append(i == 0 ? "" : ",");
                Items[i].Write(text);
            }

            text.Append(']');
        }
        else
        {
            text.Append(Raw);
        }
    }
}
