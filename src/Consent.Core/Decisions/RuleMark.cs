namespace Consent;

/// <summary>How well the source of a rule was seen.</summary>
public enum RuleMark
{
    /// <summary>The official text was seen.</summary>
    Verified,

    /// <summary>From a secondary source.</summary>
    Secondary,

    /// <summary>Only corroborated.</summary>
    Corroborated,

    /// <summary>Not verified; off by default.</summary>
    Unverified,

    /// <summary>A reading of the text, on the side of the person.</summary>
    Reading,

    /// <summary>No legal source: how the model works.</summary>
    Model,
}
