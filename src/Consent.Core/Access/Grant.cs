namespace Consent;

/// <summary>How far a role may use a permission.</summary>
public enum Grant
{
    /// <summary>Not at all.</summary>
    No = 0,

    /// <summary>For their own contact id only.</summary>
    Own = 1,

    /// <summary>With a reason.</summary>
    WithReason = 2,

    /// <summary>Freely.</summary>
    Yes = 3,
}
