using System.Security.Cryptography;
using static Consent.CanonicalHash;

namespace Consent;

/// <summary>Hashes what a caller says in a change.</summary>
internal static class ChangeContent
{
    public static Sha256Digest Digest(ConsentChange change)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, "consent-change/v1");
        Text(hash, change.Contact.Value);
        Number(hash, (long)change.Source);
        Text(hash, change.Reason);
        Number(hash, change.Statements.Length);
        foreach (var statement in change.Statements)
        {
            Text(hash, statement.Node.ToString());
            Number(hash, ((long)statement.Flag * 2) + (statement.IsActive ? 1 : 0));
            Time(hash, statement.OccurredAt);
            Text(hash, statement.NoticeVersion);
            Evidence(hash, statement.Evidence);
        }

        Text(hash, change.Acceptance?.Version);
        Time(hash, change.Acceptance?.AcceptedAt);
        Text(hash, change.Acceptance?.Language);
        Text(hash, change.Acceptance?.TextSha256?.ToString());
        return new(hash.GetHashAndReset());
    }

    private static void Evidence(IncrementalHash hash, Evidence evidence)
    {
        Number(hash, (long)evidence.ActedBy);
        Text(hash, evidence.Method);
        Text(hash, evidence.Reference);
        Text(hash, evidence.TextSha256?.ToString());
        Text(hash, evidence.Source);
        Text(hash, evidence.Ground);
        Number(hash, (evidence.PersonToldFirst ? 2 : 0) + (evidence.IsConfirmed ? 1 : 0));
        Number(hash, evidence.Details.Count);
        foreach (var (name, value) in evidence.Details)
        {
            Text(hash, name);
            Text(hash, value);
        }
    }
}
