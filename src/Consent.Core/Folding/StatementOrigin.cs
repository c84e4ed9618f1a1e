namespace Consent;

/// <summary>Where a recorded statement comes from. Statements of one change share it.</summary>
/// <param name="Contact">The contact that it was addressed to.</param>
/// <param name="Change">The change that made it.</param>
/// <param name="NoticeVersion">For a give: the notice version named with it, or accepted in the same change; <see langword="null"/>: look at the acceptances.</param>
/// <param name="Method">For a give: how the person acted, where the evidence says so.</param>
public sealed record StatementOrigin(ContactId Contact, ChangeId Change, string? NoticeVersion, string? Method = null)
{
    // The method as it is; with the address beside it where known. Few gives have one, and every change has an origin.
    private readonly object? _act = Method;

    /// <summary>For a give: how the person acted, such as <c>web form</c>, where the evidence says so; a jurisdiction may ask more of one method than of another.</summary>
    public string? Method
    {
        get => _act is Confirmed confirmed ? confirmed.Method : (string?)_act;
        init => _act = ActOf(value, ConfirmedPoint);
    }

    /// <summary>For a confirmed give: the SHA-256 of the address that the confirmation came from, where known.</summary>
    public Sha256Digest? ConfirmedPoint
    {
        get => (_act as Confirmed)?.Point;
        init => _act = ActOf(Method, value);
    }

    /// <summary>Whether a confirmation came from this address: it says so, or, where it does not say, it was said of the contact that the address is.</summary>
    internal bool IsConfirmedFrom(ContactPoint point) => ConfirmedPoint is { } from ? from == point.Sha256 : Contact == point.Id;

    /// <summary>The type's name only: ids may be personal data.</summary>
    public override string ToString() => "StatementOrigin(hidden)";

    private static object? ActOf(string? method, Sha256Digest? point) => point is { } from ? new Confirmed(method, from) : method;

    private sealed record Confirmed(string? Method, Sha256Digest Point);
}
