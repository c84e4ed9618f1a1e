namespace Consent;

/// <summary>What a jurisdiction asks for before a means of contact, or an operation, is used. Where no rule speaks: <see cref="OptIn"/>.</summary>
public enum ContactRule
{
    /// <summary>Consent first.</summary>
    OptIn = 0,

    /// <summary>Permitted until a no. Code <c>OPT_OUT</c>.</summary>
    OptOut = 1,

    /// <summary>Consent is presumed, of subscribers who are not persons. Code <c>SUBSCRIBER_KIND</c>.</summary>
    Presumed = 2,

    /// <summary>Permitted on an interest that the host has assessed and states (GDPR art. 6(1)(f)), until any no. Code <c>LEGITIMATE_INTEREST</c>.</summary>
    Interest = 3,

    /// <summary>Free for this kind of subscriber, until a no. Code <c>SUBSCRIBER_KIND</c>.</summary>
    Free = 4,
}
