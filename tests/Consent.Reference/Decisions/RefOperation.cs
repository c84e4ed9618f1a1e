namespace Consent.Reference;

/// <summary>What the host wants to do.</summary>
public enum RefOperation
{
    /// <summary>Nothing was said; fits no purpose.</summary>
    None,

    /// <summary>Contact the person for a purpose of family <c>contact</c>.</summary>
    ToContact,

    /// <summary>Profile the person for a purpose of family <c>profiling</c>.</summary>
    Profiling,

    /// <summary>Transfer data for a purpose of family <c>transfer</c>.</summary>
    TransferToThirdParty,

    /// <summary>Keep the data, row 1.</summary>
    Store,

    /// <summary>Establish, exercise or defend a legal claim, row 2.</summary>
    LegalClaim,

    /// <summary>Protect the rights of another person, row 2.</summary>
    ProtectRights,

    /// <summary>An important public interest, row 2.</summary>
    PublicInterest,

    /// <summary>Ask the person for their consent, row A.</summary>
    ToAsk,
}
