namespace Consent;

/// <summary>The rows of the rule table, in the order in which they are asked.</summary>
public enum DecisionRow
{
    /// <summary>Row 1: whether data may be kept (GDPR art. 18(2), 4(3)).</summary>
    Storage,

    /// <summary>Row 2: legal claims, others' rights, public interest, on a stated ground (art. 18(2), 17(3)(e), 21(1)).</summary>
    Claims,

    /// <summary>Row 2'': whether the contact, or one linked with it now, is being erased (art. 17).</summary>
    Erasure,

    /// <summary>Row 2a: whether the objection of an id that was closed reaches the purpose (art. 21(3)).</summary>
    Suppression,

    /// <summary>Row 2b: whether the taxonomy has the purpose, as a purpose in use.</summary>
    KnownPurpose,

    /// <summary>Row 2c: whether the purpose belongs to the operation asked for (art. 5(1)(b)).</summary>
    OperationFits,

    /// <summary>Row 3: restrictions, of covering nodes too (art. 18(2)).</summary>
    Restriction,

    /// <summary>Row 4: objections, of covering nodes too (art. 21(2)-(3)).</summary>
    Objection,

    /// <summary>Row 4a: whether an entry of a kind that this version does not know may touch the purpose.</summary>
    UnknownEntry,

    /// <summary>Row 5, Italy: an objection to automated marketing extends to traditional (Garante, 15 May and 4 Jul 2013).</summary>
    ExtendedObjection,

    /// <summary>Row 6, Italy: enrolment of a phone number in the register of oppositions (L. 5/2018, DPR 26/2022).</summary>
    RegisterPhone,

    /// <summary>Row 7, Italy: whether that register was checked lately.</summary>
    RegisterFresh,

    /// <summary>Row 8, Italy: enrolment of a postal address (Codice 130(3-bis)).</summary>
    RegisterPostal,

    /// <summary>Row 9: minors without a guardian's consent (GDPR art. 8; Codice 2-quinquies).</summary>
    Minors,

    /// <summary>Row 10: whether consent can be demonstrated: notice and evidence (art. 7(1)).</summary>
    Demonstrable,

    /// <summary>Row 11: double opt-in (practice).</summary>
    Confirmation,

    /// <summary>Row 12: whether a material change superseded the consent's notice (EDPB 05/2020, 110).</summary>
    NoticeCurrent,

    /// <summary>Row 13: expiry (EDPB 05/2020, 110-111).</summary>
    Validity,

    /// <summary>Row 14: whether consent stands: withdrawn, refused, never asked, older than an objection (art. 7(3)).</summary>
    Standing,

    /// <summary>Row 15: consent (art. 6(1)(a), 7).</summary>
    Consent,

    /// <summary>Row 16: a no blocks the other bases (art. 7(3); Codice 130(4)).</summary>
    RefusalBlocks,

    /// <summary>Row 17: the channels and offers that soft spam reaches (Codice 130(4)).</summary>
    SoftSpamScope,

    /// <summary>Row 18: the conditions of soft spam (Codice 130(4)).</summary>
    SoftSpamConditions,

    /// <summary>Row 19: soft spam by email (Codice 130(4); ePrivacy 13(2); CJEU C-654/23).</summary>
    SoftSpamByEmail,

    /// <summary>Row 20, Italy: soft spam on paper, a switch (Garante, 19 Jun 2008).</summary>
    SoftSpamByPaper,

    /// <summary>Row 21, Italy: consent to automated contact covers traditional contact (Garante, 15 May 2013).</summary>
    ExtendedConsent,

    /// <summary>Row 22, Italy: addresses of a public directory, unless enrolled (Codice 130(3-bis)).</summary>
    Directory,

    /// <summary>Row 23: profiling and transfers rest on consent only (Garante, 4 Jul 2013).</summary>
    ConsentOnly,

    /// <summary>Row 24: nothing permitted it (art. 6(1)).</summary>
    NothingLeft,

    /// <summary>The last row: permits wait while a restored database is not confirmed (art. 5(1)(d), (f)).</summary>
    AfterRestore,
}
