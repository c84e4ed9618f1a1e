using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>What is kept of an id that was erased and not wholly forgotten, or that a list closed. In fold and decisions it is an id with one statement for ever.</summary>
public sealed record ClosedId
{
    private const string Prefix = "consent-closed-id:";

    // What an erasure or a no has left: the lists are beside it, since a closing made by one can be rectified.
    private readonly ClosedKind _kind;
    private readonly Timestamp _since;

    /// <summary>What an erasure or a no leaves of an id.</summary>
    /// <param name="digest">The keyed digest of the id.</param>
    /// <param name="kind">What it is kept for.</param>
    /// <param name="since">The date kept.</param>
    public ClosedId(Sha256Digest digest, ClosedKind kind, Timestamp since) => (Digest, _kind, _since) = (digest, kind, since);

    /// <summary>The keyed digest of the id: without the store's key nobody can try ids.</summary>
    public Sha256Digest Digest { get; }

    /// <summary>What it is kept for.</summary>
    public ClosedKind Kind => Lists.IsEmpty ? _kind : ClosedKind.NeverContact;

    /// <summary>The date kept: what was said up to then never counts again.</summary>
    public Timestamp Since => Lists.Aggregate(_since, (since, list) => Timestamp.Max(since, list.At));

    /// <summary>The lists that closed it (<see cref="ListedClosing"/>), by name; those that were rectified are not among them.</summary>
    public ImmutableArray<ListedClosing> Lists { get; private init; } = [];

    /// <summary>The noes to purposes that rest on a contract or a duty, and to groups of nothing but such, by path: what an erasure and a no to everything do not reach (GDPR art. 21, 6(1)(b), (c)).</summary>
    public ImmutableArray<KeptNo> Noes { get; private init; } = [];

    /// <summary>What an erasure or a no has left of it: the same without the lists.</summary>
    public ClosedId WithoutLists() => Lists.IsEmpty ? this : this with { Lists = [] };

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

    /// <summary>What a list leaves of an id of which nothing was kept.</summary>
    /// <param name="digest">The keyed digest of the id.</param>
    /// <param name="list">The name of the list.</param>
    /// <param name="at">When it closed the id.</param>
    public static ClosedId ByList(Sha256Digest digest, string list, Timestamp at) => new ClosedId(digest, ClosedKind.Rectified, Timestamp.MinValue).And(list, at);

    /// <summary>The stricter of the two kinds and the later of the two dates; what lists say stays as it is.</summary>
    public ClosedId And(ClosedKind kind, Timestamp since)
    {
        var isStricter = _kind == ClosedKind.Rectified || (kind != ClosedKind.Rectified && kind > _kind);
        return new(Digest, isStricter ? kind : _kind, Timestamp.Max(since, _since)) { Lists = Lists, Noes = Noes };
    }

    /// <summary>The same with further noes; of a node the later date stays.</summary>
    public ClosedId And(IEnumerable<KeptNo> noes)
    {
        ArgumentNullException.ThrowIfNull(noes);
        ImmutableArray<KeptNo> all = [.. Noes.Concat(noes).GroupBy(n => n.Node).Select(n => new KeptNo(n.Key, n.Max(no => no.At))).OrderBy(n => n.Node.ToString(), StringComparer.Ordinal)];
        return all.AsSpan().SequenceEqual(Noes.AsSpan()) ? this : this with { Noes = all };
    }

    /// <summary>The same, closed by a list too; of a list of that name the later date stays.</summary>
    /// <param name="list">The name of the list.</param>
    /// <param name="at">When it closed the id.</param>
    /// <exception cref="ArgumentException"><paramref name="list"/> is blank, longer than <see cref="ListedClosing.MaxNameLength"/> characters or not well-formed.</exception>
    public ClosedId And(string list, Timestamp at)
    {
        var listed = new ListedClosing(list, Lists.Where(l => string.Equals(l.List, list, StringComparison.Ordinal)).Select(l => l.At).Append(at).Max());
        return this with { Lists = [.. Without(list).Lists.Append(listed).OrderBy(l => l.List, StringComparer.Ordinal)] };
    }

    /// <summary>The same without what one list says. Where nothing else closed the id, it says nothing (<see cref="ClosedKind.Rectified"/>).</summary>
    /// <param name="list">The name of the list.</param>
    public ClosedId Without(string list) => this with { Lists = [.. Lists.Where(l => !string.Equals(l.List, list, StringComparison.Ordinal))] };

    /// <summary>The same content; lists are compared one by one.</summary>
    public bool Equals(ClosedId? other) => other is not null && Digest == other.Digest && _kind == other._kind && _since == other._since && Lists.AsSpan().SequenceEqual(other.Lists.AsSpan())
        && Noes.AsSpan().SequenceEqual(other.Noes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Digest, _kind, _since, Lists.Length, Noes.Length);

    /// <summary>Kind and date: not the digest, by which somebody who has the key could find the id.</summary>
    public override string ToString() => $"{Kind} since {Since}";

    /// <summary>What a closed id says for ever: a withdrawal of everything, and where it must not be contacted an objection to everything.</summary>
    /// <param name="contact">The id as the record names it.</param>
    internal IEnumerable<RecordedStatement> Statements(ContactId contact)
    {
        // No change made it: it loses every tie.
        var origin = new StatementOrigin(contact, default, null);
        for (var i = 0; i < Noes.Length; i++)
        {
            yield return new(Noes[i].Node, ConsentFlag.Objection, isActive: true, Noes[i].At, StatementWeight.Attested, isComplete: false, StatementProof.None, origin, 2 + i);
        }

        if (Kind == ClosedKind.Rectified)
        {
            yield break;
        }

        yield return new(PurposePath.All, ConsentFlag.Status, isActive: false, Since, StatementWeight.Attested, isComplete: false, StatementProof.None, origin, 0);
        if (Kind == ClosedKind.NeverContact)
        {
            yield return new(PurposePath.All, ConsentFlag.Objection, isActive: true, Since, StatementWeight.Attested, isComplete: false, StatementProof.None, origin, 1);
        }
    }
}
