using System.Collections.Immutable;
using static Consent.DecisionCode;

namespace Consent;

/// <summary>Of several codes that each rule a basis out, the one to tell: what a person or the host could do something about comes first.</summary>
internal static class MainReason
{
    private static readonly ImmutableArray<DecisionCode> s_order =
    [
        BasisNotStated, PendingConfirmation, ConsentNotYet, ConsentExpired, NoticeMateriallyChanged, NoticeUnknown, NoticeMissing, NotDemonstrable, MinorWithoutGuardian,
        ConsentPredatesObjection, ConsentWithdrawn, ConsentRefused, Erased, SoftSpamCondition, ConsentNeverAsked, SoftSpamChannel, SoftSpamOwnOnly,
        ConsentDoesNotExtend, RefusedByPerson,
    ];

    /// <summary>The first that there is; <see cref="NoBasis"/>: none.</summary>
    public static DecisionCode Of(DecisionCodeSet failed)
    {
        foreach (var reason in s_order)
        {
            if (failed.Contains(reason))
            {
                return reason;
            }
        }

        return NoBasis;
    }
}
