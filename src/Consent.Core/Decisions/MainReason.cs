using System.Collections.Immutable;
using static Consent.DecisionCode;

namespace Consent;

/// <summary>Of several codes that each rule a basis out, the one to tell: what a person or the host could do something about comes first.</summary>
internal static class MainReason
{
    private static readonly ImmutableArray<DecisionCode> s_order =
    [
        PendingConfirmation, NoticeMateriallyChanged, ConsentExpired, ConsentNotYet, NoticeUnknown, NoticeMissing, NotDemonstrable, MinorWithoutGuardian,
        ConsentPredatesObjection, ConsentWithdrawn, ConsentRefused, SoftSpamCondition, ConsentNeverAsked, SoftSpamChannel, SoftSpamOwnOnly,
        TraditionalDoesNotCoverAutomated, RefusedByPerson,
    ];

    public static DecisionCode Of(DecisionCode code, DecisionCodeSet failed)
    {
        if (code == NoBasis)
        {
            foreach (var reason in s_order)
            {
                if (failed.Contains(reason))
                {
                    return reason;
                }
            }
        }

        return code;
    }
}
