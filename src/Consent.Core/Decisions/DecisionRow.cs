namespace Consent;

/// <summary>The rows of the rule table, in the order in which they are asked.</summary>
public enum DecisionRow
{
    /// <summary>Row 1.</summary>
    Storage,

    /// <summary>Row 2.</summary>
    Claims,

    /// <summary>Row 2a.</summary>
    Suppression,

    /// <summary>Row 2b.</summary>
    KnownPurpose,

    /// <summary>Row 2c.</summary>
    OperationFits,

    /// <summary>Row 3.</summary>
    Restriction,

    /// <summary>Row 4.</summary>
    Objection,

    /// <summary>Row 4a.</summary>
    UnknownEntry,

    /// <summary>Row 5.</summary>
    ExtendedObjection,

    /// <summary>Row 6.</summary>
    RegisterPhone,

    /// <summary>Row 7.</summary>
    RegisterFresh,

    /// <summary>Row 8.</summary>
    RegisterPostal,

    /// <summary>Row 9.</summary>
    Minors,

    /// <summary>Row 10.</summary>
    Demonstrable,

    /// <summary>Row 11.</summary>
    Confirmation,

    /// <summary>Row 12.</summary>
    NoticeCurrent,

    /// <summary>Row 13.</summary>
    Validity,

    /// <summary>Row 14.</summary>
    Standing,

    /// <summary>Row 15.</summary>
    Consent,

    /// <summary>Row 16.</summary>
    RefusalBlocks,

    /// <summary>Row 17.</summary>
    SoftSpamScope,

    /// <summary>Row 18.</summary>
    SoftSpamConditions,

    /// <summary>Row 19.</summary>
    SoftSpamByEmail,

    /// <summary>Row 20.</summary>
    SoftSpamByPaper,

    /// <summary>Row 21.</summary>
    ExtendedConsent,

    /// <summary>Row 22.</summary>
    Directory,

    /// <summary>Row 23.</summary>
    ConsentOnly,

    /// <summary>Row 24.</summary>
    NothingLeft,

    /// <summary>The last row.</summary>
    AfterRestore,
}
