namespace Consent.Reference;

/// <summary>One node of the taxonomy: something that can be consented to, or a group above such things.</summary>
/// <param name="Path">Dotted path; the root is <c>all</c>.</param>
/// <param name="IsPurpose">False for a group: nobody can give consent to it.</param>
/// <param name="Retired">Kept because the log speaks of it; nothing new may rest on it.</param>
/// <param name="Family"><c>contact</c>, <c>profiling</c>, <c>transfer</c> or null; resolved from the ancestors by the caller.</param>
/// <param name="Channel">As a jurisdiction's JSON names it: none, phone, automatedPhone, paper, sms, email, push, instantMessage.</param>
/// <param name="SoftSpamFor">On a soft-spam node: the path of its channel's purpose.</param>
/// <param name="ValidityMonths">How long a consent lasts, or null; resolved from the ancestors by the caller.</param>
public sealed record RefNode(
    string Path,
    bool IsPurpose,
    bool Retired,
    string? Family,
    string Channel,
    string? SoftSpamFor,
    int? ValidityMonths)
{
    /// <summary><c>Contract</c>, <c>LegalObligation</c>, or null: consent.</summary>
    public string? Basis { get; init; }
}
