namespace Consent;

/// <summary>From when the time counts for which proof of a consent is kept.</summary>
public enum ProofKeptFrom
{
    /// <summary>From the end of the consent.</summary>
    End = 0,

    /// <summary>From the consent.</summary>
    Give = 1,

    /// <summary>From the consent, and anew from each use of it (Germany: UWG 7a(2)).</summary>
    Use = 2,
}
