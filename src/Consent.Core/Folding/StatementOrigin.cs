namespace Consent;

/// <summary>Where a recorded statement comes from. Statements of one change share it.</summary>
/// <param name="Contact">The contact that it was addressed to.</param>
/// <param name="Change">The change that made it.</param>
/// <param name="NoticeVersion">For a give: the notice version named with it, or accepted in the same change; <see langword="null"/>: look at the acceptances.</param>
/// <param name="Method">For a give: how the person acted, such as <c>web form</c>, where the evidence says so; a jurisdiction may ask more of one method than of another.</param>
public sealed record StatementOrigin(ContactId Contact, ChangeId Change, string? NoticeVersion, string? Method = null)
{
    // Boxed: few gives have one, and every change has an origin.
    private readonly object? _confirmedPoint;

    /// <summary>For a confirmed give: the SHA-256 of the address that the confirmation came from, where known.</summary>
    public Sha256Digest? ConfirmedPoint
    {
        get => (Sha256Digest?)_confirmedPoint;
        init => _confirmedPoint = value;
    }

    /// <summary>Whether a confirmation came from this address: it says so, or, where it does not say, it was said of the contact that the address is.</summary>
    internal bool IsConfirmedFrom(ContactPoint point) => ConfirmedPoint is { } from ? from == point.Sha256 : Contact == point.Id;

    /// <summary>The type's name only: ids may be personal data.</summary>
    public override string ToString() => "StatementOrigin(hidden)";
}
