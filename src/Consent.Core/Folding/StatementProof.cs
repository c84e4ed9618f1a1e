namespace Consent;

/// <summary>Which proof the evidence of a give has, as far as decisions ask for it.</summary>
[Flags]
public enum StatementProof
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>A reference to what was shown and done.</summary>
    Reference = 1,

    /// <summary>The SHA-256 of the exact text shown.</summary>
    TextDigest = 2,

    /// <summary>The person confirmed it (double opt-in).</summary>
    Confirmed = 4,

    /// <summary>The contract within which it was given.</summary>
    Contract = 8,

    /// <summary>Further details.</summary>
    Details = 16,

    /// <summary>A guardian or representative acted, not the person.</summary>
    Guardian = 32,

    /// <summary>The controller acted.</summary>
    Controller = 64,
}
