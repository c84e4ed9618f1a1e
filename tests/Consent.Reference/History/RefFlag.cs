using System.Diagnostics.CodeAnalysis;

namespace Consent.Reference;

/// <summary>What of a node a statement speaks of.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "\"Flag\" is the domain's word; it is no bit field.")]
public enum RefFlag
{
    /// <summary>Consent demonstrated (Active) or refused or withdrawn (Inactive).</summary>
    Status,

    /// <summary>Restriction of processing, art. 18.</summary>
    Restriction,

    /// <summary>Objection, art. 21.</summary>
    Objection,
}
