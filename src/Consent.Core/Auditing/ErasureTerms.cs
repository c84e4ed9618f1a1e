namespace Consent;

/// <summary>What an <c>erased</c> entry says of the erasure that it is part of, so that any host can carry it on. No personal data.</summary>
/// <param name="Id">The random id that the journal knows the erasure by; <see cref="Guid.Empty"/> where none is stated.</param>
/// <param name="Keeps">What the request wants to be kept.</param>
/// <param name="Ground">The legal ground.</param>
public sealed record ErasureTerms(Guid Id, ErasureKeeps Keeps, string Ground)
{
    /// <summary>What is kept: the ground is a host's own text.</summary>
    public override string ToString() => $"an erasure that keeps {Keeps}";
}
