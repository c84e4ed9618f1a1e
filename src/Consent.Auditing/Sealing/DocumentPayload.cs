using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>What was taken of a source's document, in the slot <c>evidence</c>: what is remembered of the source is folded from it.</summary>
internal static class DocumentPayload
{
    public static void Write(CanonicalJsonWriter json, SourceDocument? document)
    {
        if (document is null)
        {
            return;
        }

        json.StartObject("document"u8);
        json.Member("acceptedAt"u8, document.AcceptedAt);
        json.Ascii("asOf"u8, document.AsOf);
        json.StartObject("flags"u8);
        for (var i = 0; i < document.Flags.Nodes.Length; i++)
        {
            var node = document.Flags.Nodes[i];
            json.Member(node.ToString(), DocumentFlags.ToText(document.Flags.Packed[i], document.NotAsked.Contains(node)));
        }

        json.EndObject();
        json.Members("givenAt"u8, document.GivenAt.ToImmutableSortedDictionary(g => g.Key.ToString(), g => g.Value.ToString(null, null), StringComparer.Ordinal));
        json.Member("source"u8, document.Source);
        json.EndObject();
    }

    public static SourceDocument Read(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var acceptedAt = json.OptionalTime("acceptedAt"u8);
        var asOf = json.Time("asOf"u8);
        var flags = json.Texts("flags"u8);
        var givenAt = json.Texts("givenAt"u8);
        var source = json.Text("source"u8);
        json.EndObject();
        return json.Checked(() => new SourceDocument(
            source, asOf, NodeFlags.FromPacked([.. flags.Keys.Select(node => PurposePath.Parse(node))], [.. flags.Values.Select(text => DocumentFlags.FromText(text))]))
        {
            AcceptedAt = acceptedAt,
            GivenAt = givenAt.ToImmutableSortedDictionary(g => PurposePath.Parse(g.Key), g => Timestamp.Parse(g.Value)),
            NotAsked = [.. flags.Where(f => DocumentFlags.IsNotAsked(f.Value)).Select(f => PurposePath.Parse(f.Key))],
        });
    }
}
