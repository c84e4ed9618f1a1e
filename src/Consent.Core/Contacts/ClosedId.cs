using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>What is kept of an id that was erased and not wholly forgotten. In fold and decisions it is an id with one statement for ever.</summary>
/// <param name="Digest">The keyed digest of the id: without the store's key nobody can try ids.</param>
/// <param name="Kind">What it is kept for.</param>
/// <param name="Since">The date kept: what was said up to then never counts again.</param>
public sealed record ClosedId(Sha256Digest Digest, ClosedKind Kind, Timestamp Since)
{
    private const string Prefix = "consent-closed-id:";

    /// <summary>The name under which other contacts' links have it: its digest in the place of its id.</summary>
    public ContactId Name => NameOf(Digest);

    /// <summary>The name of a closed id in the links of others.</summary>
    public static ContactId NameOf(Sha256Digest digest) => ContactId.From(Prefix + digest);

    /// <summary>Whether an id is such a name, and of which digest.</summary>
    public static bool IsName(ContactId contact, [NotNullWhen(true)] out Sha256Digest? digest)
    {
        digest = !contact.IsDefault && contact.Value.StartsWith(Prefix, StringComparison.Ordinal)
            && Sha256Digest.TryParse(contact.Value[Prefix.Length..], null, out var read) ? read : null;
        return digest is not null;
    }

    /// <summary>The stricter of the two kinds and the later of the two dates.</summary>
    public ClosedId And(ClosedKind kind, Timestamp since) =>
        this with { Kind = kind > Kind ? kind : Kind, Since = Timestamp.Max(since, Since) };

    /// <summary>Kind and date: not the digest, by which somebody who has the key could find the id.</summary>
    public override string ToString() => $"{Kind} since {Since}";

    /// <summary>What a closed id says for ever: a withdrawal of everything, and where it must not be contacted an objection to everything.</summary>
    /// <param name="contact">The id as the record names it.</param>
    internal IEnumerable<RecordedStatement> Statements(ContactId contact)
    {
        // No change made it: it loses every tie.
        var origin = new StatementOrigin(contact, default, null);
        yield return new(PurposePath.All, ConsentFlag.Status, isActive: false, Since, StatementWeight.Attested, isComplete: false, StatementProof.None, origin, 0);
        if (Kind == ClosedKind.NeverContact)
        {
            yield return new(PurposePath.All, ConsentFlag.Objection, isActive: true, Since, StatementWeight.Attested, isComplete: false, StatementProof.None, origin, 1);
        }
    }
}
