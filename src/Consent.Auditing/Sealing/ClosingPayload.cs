using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>What is kept of a closed id, as the member <c>closed</c> of the slot <c>facts</c>.</summary>
internal static class ClosingPayload
{
    public static void Write(CanonicalJsonWriter json, ClosedId? closed, ImmutableArray<Sha256Digest> linked)
    {
        if (closed is null)
        {
            return;
        }

        json.StartObject("closed"u8);
        json.Member("digest"u8, closed.Digest);
        json.Code("kind"u8, closed.Kind);
        if (!linked.IsEmpty)
        {
            json.StartArray("linked"u8);
            foreach (var digest in linked)
            {
                json.TextValue(digest.ToString());
            }

            json.EndArray();
        }

        json.Ascii("since"u8, closed.Since);
        json.EndObject();
    }

    public static (ClosedId? Closed, ImmutableArray<Sha256Digest> Linked) Read(ref CanonicalJsonReader json)
    {
        if (!json.Member("closed"u8))
        {
            return (null, []);
        }

        json.StartObject();
        var digest = json.OptionalDigest("digest"u8) ?? throw json.Missing("digest"u8);
        var kind = json.Code<ClosedKind>("kind"u8);
        var linked = json.List("linked"u8, ReadDigest);
        var since = json.Time("since"u8);
        json.EndObject();
        return (new(digest, kind, since), linked);
    }

    private static Sha256Digest ReadDigest(ref CanonicalJsonReader json) =>
        Sha256Digest.TryParse(json.TextValue(), null, out var digest) ? digest : throw json.Flaw("is not a digest");
}
