namespace Consent;

/// <summary>Names what is made from a change by what it says: 16 hexadecimal digits.</summary>
internal static class ShortDigest
{
    private const int Length = 16;

    /// <summary>Of a content.</summary>
    public static string Of(Sha256Digest content) => content.ToString()[..Length];

    /// <summary>Of a content met by a contact at a revision: another one each time that something was recorded meanwhile.</summary>
    public static string Of(Sha256Digest content, ContactRevision revision)
    {
        var hash = CanonicalHash.Begin();
        hash.Text(content.ToString());
        hash.Text(revision.Incarnation.ToString("N"));
        hash.Number(revision.Number);
        return Of(hash.Finish());
    }
}
