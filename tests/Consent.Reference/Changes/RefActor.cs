namespace Consent.Reference;

/// <summary>Who records a change.</summary>
public enum RefActor
{
    /// <summary>The contact, signed in.</summary>
    Contact,

    /// <summary>The contact, by a link that was sent to them (<see cref="RefRecording.ByLink"/>).</summary>
    ContactByLink,

    /// <summary>An operator of the host.</summary>
    Operator,

    /// <summary>A program.</summary>
    ApiClient,

    /// <summary>The host itself.</summary>
    System,

    /// <summary>The privacy manager or the DPO.</summary>
    Office,
}
