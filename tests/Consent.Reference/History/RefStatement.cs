namespace Consent.Reference;

/// <summary>One flag of one node said to be Active or Inactive.</summary>
/// <param name="Contact">The id that it was addressed to.</param>
/// <param name="Node">The node's path; it may be one that the taxonomy does not know.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Active">The value said.</param>
/// <param name="At">OccurredAt, microseconds since 1970 UTC.</param>
/// <param name="Attested">Whether the evidence attests it; a protective statement is attested whatever this says.</param>
/// <param name="Complete">Whether the evidence is complete.</param>
/// <param name="ChangeId">The change that it came in.</param>
/// <param name="Position">Its place in that change.</param>
/// <param name="Notice">The version named by the give, or lent by the acceptance in the same change; resolved by the caller.</param>
/// <param name="Confirmed">Double opt-in: the give was confirmed.</param>
/// <param name="Method">How the person acted, where known.</param>
public sealed record RefStatement(
    string Contact,
    string Node,
    RefFlag Flag,
    bool Active,
    long At,
    bool Attested,
    bool Complete,
    string ChangeId,
    int Position,
    string? Notice,
    bool Confirmed,
    string? Method = null)
{
    /// <summary>A no: refuse or withdraw, restrict, object. Any other statement is permissive.</summary>
    public bool IsProtective => Flag == RefFlag.Status ? !Active : Active;

    /// <summary>Attested by its evidence, or because every protective statement is.</summary>
    public bool IsAttested => IsProtective || Attested;
}
