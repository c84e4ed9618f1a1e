namespace Consent;

/// <summary>Which consents pass a do-not-contact list.</summary>
public enum ListPassing
{
    /// <summary>None.</summary>
    Never = 0,

    /// <summary>One given after the latest enrolment (Italy: L. 5/2018).</summary>
    LaterConsent = 1,

    /// <summary>One given at any time (UK: PECR 21; Spain: LOPDGDD 23).</summary>
    AnyConsent = 2,
}
