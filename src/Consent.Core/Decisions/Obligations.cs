namespace Consent;

/// <summary>What a permit obliges the host to do.</summary>
[Flags]
public enum Obligations
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>INCLUDE_OPT_OUT: every message says how to refuse further ones, easily and free of charge (ePrivacy 13(2); Codice 130(4)).</summary>
    IncludeOptOut = 1,
}
