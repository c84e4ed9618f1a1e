using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>What is kept of a closed id, as the member <c>closed</c> of the slot <c>facts</c>.</summary>
internal static class ClosingPayload
{
    public static void Write(CanonicalJsonWriter json, EntryFacts facts)
    {
        if (facts.Closing is not { } closed)
        {
            return;
        }

        json.StartObject("closed"u8);
        json.Member("digest"u8, closed.Digest);
        var besides = closed.WithoutLists();
        json.Code("kind"u8, besides.Kind);
        if (!facts.ClosedWith.IsEmpty)
        {
            json.StartArray("linked"u8);
            foreach (var digest in facts.ClosedWith)
            {
                json.TextValue(digest.ToString());
            }

            json.EndArray();
        }

        if (!facts.ClosedLinks.IsEmpty)
        {
            json.StartArray("links"u8);
            foreach (var link in facts.ClosedLinks)
            {
                Write(json, link);
            }

            json.EndArray();
        }

        if (!closed.Lists.IsEmpty)
        {
            json.StartArray("lists"u8);
            foreach (var list in closed.Lists)
            {
                json.StartObject();
                json.Ascii("at"u8, list.At);
                json.Member("list"u8, list.List);
                json.EndObject();
            }

            json.EndArray();
        }

        Write(json, closed.Noes);
        json.Ascii("since"u8, besides.Since);
        json.EndObject();
    }

    public static (ClosedId? Closed, ImmutableArray<Sha256Digest> Linked, ImmutableArray<ClosedLink> Links) Read(ref CanonicalJsonReader json)
    {
        if (!json.Member("closed"u8))
        {
            return (null, [], []);
        }

        json.StartObject();
        var digest = json.OptionalDigest("digest"u8) ?? throw json.Missing("digest"u8);
        var kind = json.Code<ClosedKind>("kind"u8);
        var linked = json.List("linked"u8, ReadDigest);
        var links = json.List("links"u8, ReadLink);
        var lists = json.List("lists"u8, ReadList);
        var noes = json.List("noes"u8, ReadNo);
        var since = json.Time("since"u8);
        json.EndObject();
        var closed = lists.Aggregate(new ClosedId(digest, kind, since), (closed, list) => closed.And(list.List, list.At)).And(noes);
        return closed.Lists.AsSpan().SequenceEqual(lists.AsSpan()) && closed.Noes.AsSpan().SequenceEqual(noes.AsSpan()) ? (closed, linked, links) : throw json.Flaw("has a list or a no twice, or not in order");
    }

    private static void Write(CanonicalJsonWriter json, ImmutableArray<KeptNo> noes)
    {
        if (noes.IsEmpty)
        {
            return;
        }

        json.StartArray("noes"u8);
        foreach (var no in noes)
        {
            json.StartObject();
            json.Ascii("at"u8, no.At);
            json.Member("node"u8, no.Node.ToString());
            json.EndObject();
        }

        json.EndArray();
    }

    private static void Write(CanonicalJsonWriter json, ClosedLink link)
    {
        json.StartObject();
        json.Ascii("at"u8, link.OccurredAt);
        json.Member("digest"u8, link.Digest);
        json.Member("linked"u8, link.IsLinked);
        json.Ascii("permissiveFrom"u8, link.PermissiveFrom);
        json.EndObject();
    }

    private static ClosedLink ReadLink(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var at = json.Time("at"u8);
        var digest = json.OptionalDigest("digest"u8) ?? throw json.Missing("digest"u8);
        var isLinked = json.Boolean("linked"u8);
        var permissiveFrom = json.Time("permissiveFrom"u8);
        json.EndObject();
        return new(digest, at, isLinked, permissiveFrom);
    }

    private static ListedClosing ReadList(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var at = json.Time("at"u8);
        var list = json.Text("list"u8);
        json.EndObject();
        return ListedClosing.IsName(list) ? new(list, at) : throw json.Flaw("has a list whose name is not allowed");
    }

    private static KeptNo ReadNo(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var at = json.Time("at"u8);
        var node = json.Parsed<PurposePath>("node"u8);
        json.EndObject();
        return new(node, at);
    }

    private static Sha256Digest ReadDigest(ref CanonicalJsonReader json) =>
        Sha256Digest.TryParse(json.TextValue(), null, out var digest) ? digest : throw json.Flaw("is not a digest");
}
