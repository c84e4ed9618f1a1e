namespace Consent;

/// <summary>Where a recorded statement comes from. Statements of one change share it.</summary>
/// <param name="Contact">The contact that it was addressed to.</param>
/// <param name="Change">The change that made it.</param>
/// <param name="NoticeVersion">For a give: the notice version named with it, or accepted in the same change; <see langword="null"/>: look at the acceptances.</param>
/// <param name="Method">For a give: how the person acted, such as <c>web form</c>, where the evidence says so; a jurisdiction may ask more of one method than of another.</param>
public sealed record StatementOrigin(ContactId Contact, ChangeId Change, string? NoticeVersion, string? Method = null)
{
    /// <summary>The type's name only: ids may be personal data.</summary>
    public override string ToString() => "StatementOrigin(hidden)";
}
