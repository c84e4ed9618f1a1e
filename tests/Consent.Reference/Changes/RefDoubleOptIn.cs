namespace Consent.Reference;

/// <summary>Double opt-in as data of a jurisdiction.</summary>
/// <param name="Methods">The methods that it is about, whatever their case.</param>
/// <param name="Since">From when.</param>
/// <param name="EndsAfter">How long a pending statement waits, microseconds.</param>
public sealed record RefDoubleOptIn(IReadOnlyList<string> Methods, long Since, long EndsAfter)
{
    /// <summary>Whether a give by this method, dated then, must be confirmed.</summary>
    public bool Asks(string? method, long at) => method is not null && Methods.Contains(method.Trim(), StringComparer.OrdinalIgnoreCase) && at >= Since;
}
