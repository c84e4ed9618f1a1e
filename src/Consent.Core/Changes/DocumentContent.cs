using System.Security.Cryptography;
using static Consent.CanonicalHash;

namespace Consent;

/// <summary>Hashes what a document says: its source, contact, date, notice and flags, in ordinal order of the nodes.</summary>
internal static class DocumentContent
{
    public static Sha256Digest Digest(ConsentDocument document)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, "consent-document/v1");
        Text(hash, document.Record.Source);
        Text(hash, document.Contact.Value);
        Time(hash, document.Record.AsOf);
        Text(hash, document.Acceptance?.Version);
        Time(hash, document.Acceptance?.AcceptedAt);
        foreach (var node in document.Record.Flags.Nodes)
        {
            Text(hash, node.ToString());
            foreach (var flag in Enum.GetValues<ConsentFlag>())
            {
                Number(hash, (long)document.Record.Flags[node, flag]);
            }
        }

        return new(hash.GetHashAndReset());
    }
}
