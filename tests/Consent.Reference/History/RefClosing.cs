namespace Consent.Reference;

/// <summary>RULES 4: an id that was erased and not wholly forgotten.</summary>
/// <param name="Contact">The id.</param>
/// <param name="At">The date kept.</param>
/// <param name="NeverContact">Whether it must never be contacted: else it is only erased.</param>
/// <param name="Opened">Whether the person has opened it since.</param>
public sealed record RefClosing(string Contact, long At, bool NeverContact, bool Opened)
{
    /// <summary>The place in the log of the entry by which it was opened; what was said to others before it was said while it was closed.</summary>
    public long OpenedBy { get; init; } = long.MinValue;

    /// <summary>The noes to purposes that rest on a contract or a duty, which outlast the erasure.</summary>
    public IReadOnlyList<(string Node, long At)> Noes { get; init; } = [];

    /// <summary>Whether it was closed when the entry at a place in the log was recorded.</summary>
    public bool WasClosedAt(long index) => !Opened || index < OpenedBy;

    /// <summary>The one statement that a closed id is: a withdrawal of everything, and an objection to everything where it must never be contacted.</summary>
    public IEnumerable<RefStatement> Statements
    {
        get
        {
            yield return new(Contact, RefTaxonomy.Root, RefFlag.Status, false, At, RefWeight.Attested, false, ChangeId, 0);
            if (NeverContact)
            {
                yield return new(Contact, RefTaxonomy.Root, RefFlag.Objection, true, At, RefWeight.Attested, false, ChangeId, 1);
            }

            for (var i = 0; i < Noes.Count; i++)
            {
                yield return new(Contact, Noes[i].Node, RefFlag.Objection, true, Noes[i].At, RefWeight.Attested, false, ChangeId, 2 + i);
            }
        }
    }

    /// <summary>The id of no change: it loses every tie.</summary>
    public const string ChangeId = "";
}
