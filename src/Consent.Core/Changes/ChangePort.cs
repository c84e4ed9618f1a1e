namespace Consent;

/// <summary>Through which door a change comes. The one-contact port is stricter: there, somebody can be asked.</summary>
public enum ChangePort
{
    /// <summary>One contact at a time: a permissive statement without evidence is refused.</summary>
    OneContact = 0,

    /// <summary>Many contacts: a permissive statement without evidence is recorded as asserted.</summary>
    Bulk = 1,
}
