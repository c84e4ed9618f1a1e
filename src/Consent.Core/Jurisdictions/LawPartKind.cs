namespace Consent;

/// <summary>What a part of a jurisdiction says.</summary>
public enum LawPartKind
{
    /// <summary>What is asked for before a means of contact, or an operation, is used.</summary>
    Rule,

    /// <summary>Nothing but consent: other rules, the customer exception and extensions are closed.</summary>
    OptInOnly,

    /// <summary>Left to national law.</summary>
    NationalLaw,

    /// <summary>The customer exception (soft opt-in).</summary>
    CustomerException,

    /// <summary>A do-not-contact list.</summary>
    List,

    /// <summary>An objection to one group that reaches another.</summary>
    ObjectionExtends,

    /// <summary>A consent to one group that reaches another.</summary>
    ConsentExtends,

    /// <summary>Which yeses must be confirmed.</summary>
    DoubleOptIn,

    /// <summary>How long a consent lasts.</summary>
    Validity,

    /// <summary>What the evidence of a yes must hold.</summary>
    Proof,

    /// <summary>How long proof is kept.</summary>
    ProofKept,

    /// <summary>When a person may be asked again.</summary>
    Asking,

    /// <summary>What a permitted message or call must carry or respect.</summary>
    Obligation,
}
