using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The rows of the rule table, in the order in which they are asked.</summary>
[JsonConverter(typeof(ConsentJsonConverter<DecisionRow>))]
public enum DecisionRow
{
    /// <summary>Row 1: whether data may be kept (GDPR art. 18(2), 4(3)).</summary>
    Storage,

    /// <summary>Row 2: legal claims, others' rights, public interest, on a stated ground (art. 18(2), 17(3)(e), 21(1)).</summary>
    Claims,

    /// <summary>Row 2': others' rights and public interest where the person objects to everything (art. 21(1)).</summary>
    Override,

    /// <summary>Row 2'': whether the contact, or one linked with it now, is being erased (art. 17).</summary>
    Erasure,

    /// <summary>Row 4b: whether the purpose rests on a contract or a duty that is stated (art. 6(1)(b), (c)).</summary>
    Service,

    /// <summary>Row 2a: whether the objection of an id that was closed reaches the purpose (art. 21(3)).</summary>
    Suppression,

    /// <summary>Row 2d: whether the person has died.</summary>
    Deceased,

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

    /// <summary>Row 5: an objection to one group that reaches another.</summary>
    ExtendedObjection,

    /// <summary>Row 6: do-not-contact lists.</summary>
    Lists,

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

    /// <summary>Row 15': a purpose that rests on a contract or a duty is permitted by that or by consent, and by no other basis (art. 6(1)(b), (c)).</summary>
    ServiceOnly,

    /// <summary>Row 16: a no blocks the other bases (art. 7(3); Codice 130(4)).</summary>
    RefusalBlocks,

    /// <summary>Row 17: the channels and offers that the customer exception reaches.</summary>
    SoftSpamScope,

    /// <summary>Row 18: the conditions of the customer exception.</summary>
    SoftSpamConditions,

    /// <summary>Row 19: the customer exception.</summary>
    SoftSpam,

    /// <summary>Row 21: a consent to one group that reaches another.</summary>
    ExtendedConsent,

    /// <summary>Row 22: permitted until a no.</summary>
    OptOut,

    /// <summary>Row 22a: permitted for this kind of subscriber.</summary>
    SubscriberKind,

    /// <summary>Row 22b: an assessed interest.</summary>
    Interest,

    /// <summary>Row 22d: left to national law.</summary>
    NationalLaw,

    /// <summary>Row 23: profiling and transfers rest on consent only (Garante, 4 Jul 2013).</summary>
    ConsentOnly,

    /// <summary>Row A: whether the person may be asked for consent (art. 7).</summary>
    Asking,

    /// <summary>Row 24: nothing permitted it (art. 6(1)).</summary>
    NothingLeft,

    /// <summary>The last row: permits wait while a restored database is not confirmed (art. 5(1)(d), (f)).</summary>
    AfterRestore,
}
