namespace Consent.Reference;

/// <summary>One flag of one node said to be Active or Inactive, as it was recorded.</summary>
/// <param name="Contact">The id that it was addressed to.</param>
/// <param name="Node">The node's path; it may be one that the taxonomy does not know.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Active">The value said.</param>
/// <param name="At">OccurredAt, microseconds since 1970 UTC.</param>
/// <param name="Said">The weight recorded; a protective statement is attested whatever this says.</param>
/// <param name="Complete">Whether the evidence is complete.</param>
/// <param name="ChangeId">The change that it came in.</param>
/// <param name="Position">Its place in that change.</param>
public sealed record RefStatement(
    string Contact, string Node, RefFlag Flag, bool Active, long At, RefWeight Said, bool Complete, string ChangeId, int Position)
{
    /// <summary>Give: from when it holds.</summary>
    public long? From { get; init; }

    /// <summary>Give, restriction or objection: until when it holds.</summary>
    public long? Until { get; init; }

    /// <summary>Pending: from when it is as never said.</summary>
    public long? Ends { get; init; }

    /// <summary>Give: the version that it names, or the one accepted in the same change.</summary>
    public string? Notice { get; init; }

    /// <summary>Double opt-in: the give was confirmed.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Double opt-in: the digest of the address that the confirmation came from.</summary>
    public string? ConfirmedPoint { get; init; }

    /// <summary>Give: how the person acted, as the evidence names it.</summary>
    public string? Method { get; init; }

    /// <summary>Its evidence names a reference to what was shown and done.</summary>
    public bool HasReference { get; init; }

    /// <summary>Its evidence has the digest of the text shown.</summary>
    public bool HasTextDigest { get; init; }

    /// <summary>Its evidence names the contract within which it was given.</summary>
    public bool HasContract { get; init; }

    /// <summary>Its evidence has further details.</summary>
    public bool HasDetails { get; init; }

    /// <summary>The controller acted.</summary>
    public bool ByController { get; init; }

    /// <summary>A guardian or a representative acted.</summary>
    public bool ByGuardian { get; init; }

    /// <summary>RULES 4: said by an actor whose act, being later than the date kept, opens a closed id.</summary>
    public bool OpensClosed { get; init; }

    /// <summary>RULES 4: said by a link that was sent to the contact: one that was made after the date kept.</summary>
    public long? LinkMadeAt { get; init; }

    /// <summary>Whether it opens an id that was closed.</summary>
    public bool Opens(RefClosing closing) => OpensClosed && At > closing.At && !(LinkMadeAt <= closing.At);

    /// <summary>The place in the log of the entry that recorded it.</summary>
    public long Index { get; init; }

    /// <summary>A no: refuse or withdraw, restrict, object. Any other statement is permissive.</summary>
    public bool IsProtective => Flag == RefFlag.Status ? !Active : Active;

    /// <summary>The weight; a no is always attested.</summary>
    public RefWeight Weight => IsProtective ? RefWeight.Attested : Said;

    /// <summary>Still to be confirmed.</summary>
    public bool IsPending => Weight == RefWeight.Pending;

    /// <summary>Attested by its evidence, or because every protective statement is.</summary>
    public bool IsAttested => Weight == RefWeight.Attested;

    /// <summary>A give, of any weight.</summary>
    public bool IsGive => Flag == RefFlag.Status && Active;

    /// <summary>A restriction or objection with an end, wherever it is read.</summary>
    public bool IsPause => IsProtective && Flag != RefFlag.Status && Until is not null;

    /// <summary>All spans are half-open: from is in them, until is not.</summary>
    public bool IsInTime(long asOf) => !(asOf < From) && !(asOf >= Until);
}
