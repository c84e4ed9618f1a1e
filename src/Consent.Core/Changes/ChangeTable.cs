using System.Collections.Immutable;
using static Consent.ChangeCode;

namespace Consent;

/// <summary>The table of change codes. The documentation is made from it, and tests execute it.</summary>
public static class ChangeTable
{
    /// <summary>The rows.</summary>
    public static ImmutableArray<ChangeRule> Rules { get; } =
    [
        new(EvidenceRequired, "One-contact port: a permissive statement whose evidence does not name who acted and how", "refused (in bulk: recorded as asserted)", true),
        new(LiftNotNotified, "One-contact port: the controller lifts a restriction without ground or without the note that the person was told first (GDPR 18(3))", "refused (in bulk: recorded as asserted)", true),
        new(PendingConfirmation, "A permissive statement whose evidence says that it awaits confirmation; or, by the one-contact port and not from an import, one by a method of the double opt-in, at or after its start; and nothing says confirmed", "recorded as waiting, never in force; its change's acceptance waits too where nothing permissive in it counts at once", false),
        new(OccurredInFuture, "A permissive statement, or an acceptance, dated later than the clock and the tolerance (5 min) allow; a protective one dated later than the clock", "permissive: refused; within the tolerance it is lowered to the clock. Protective: said now", true),
        new(OccurredImplausible, "Dated before the earliest plausible date (1995-01-01 unless set)", "permissive: refused. Protective: said now", true),
        new(UnknownPurpose, "A path that the taxonomy does not know", "a give is refused; another statement is recorded and takes effect once the taxonomy has it; the nearest known path is told", true),
        new(RetiredPurpose, "A give to a retired purpose", "refused", true),
        new(GiveOnGroup, "A give to a group", "refused: consent is given to purposes", true),
        new(NotPermitted, "A permissive statement, or an acceptance, by an actor who may only make protective ones for this contact", "refused; the protective statements of the change are applied", true),
        new(ReasonRequired, "A permissive statement, or an acceptance, by a role that needs a reason, without one", "refused; the protective statements of the change are applied", true),
        new(Superseded, "The statement loses in the fold", "recorded, without effect", false),
        new(WouldWeaken, "An asserted yes loses to an earlier no", "recorded, without effect, on the quarantine list", false),
        new(NoWithoutEffect, "A protective statement loses to a permissive one", "recorded, without effect; the host can ask the person", false),
        new(StillObjected, "A give under an objection in force, of any linked id", "recorded; the node objected to is told", false),
        new(StillRestricted, "A give under a restriction in force, of any linked id", "recorded; the node restricted is told", false),
        new(StillCovered, "A give outdated by a covering withdrawal; a retraction or lift that cannot undo what sits on a covering node", "recorded; the covering node is told", false),
        new(Unchanged, "The statement in force on this key of this id has the same value, dates and weight, and ranks at least as high; or the same acceptance is on record", "recorded only where its change says anything that is new", false),
        new(RepeatedChange, "The change id was recorded for this contact with the same content", "where it is recorded is told; what was refused is tried anew, and a no said now that is in force no more is said now again, under the id `+` 16 digits of the SHA-256 of content and revision", false),
        new(ChangeIdReused, "The change id was recorded for this contact with other content", "permissive statements and the acceptance are refused; protective ones are applied under the id `+` 16 digits of the content's SHA-256", true),
        new(RevisionConflict, "The caller named an expected revision, and the contact moved on", "permissive statements and the acceptance are refused; protective ones are applied", true),
        new(ErasureInProgress, "The contact is being erased", "refused; a protective statement is to be sent again when the erasure is done", true),
        new(ErasedBefore, "The id was erased and is closed", "refused, but for an attested act of the person, dated later, by the one-contact port, by the contact signed in or an operator with a reason: it opens the id; a no among what is refused closes the id to all contact, and moves the date that is kept", true),
        new(NoticeUnknown, "An acceptance, or a give, names a notice version that nobody published, where any was published", "recorded; no consent rests on it", false),
        new(NoticeTextUnknown, "An acceptance states the digest of a text that the version does not have, where its texts were published", "recorded; no consent rests on it", false),
        new(NoticeOtherContent, "A notice version is published a second time and says something else: another date, another effect, another text in a language", "refused; a notice that says something else needs a version of its own", true),
        new(TextCut, "A text of evidence, a detail, a reason or a notice version is too long, blank, or has U+0000 or lone surrogates; more than 16 details; more than 1 MiB of evidence in a change", "cut, replaced (U+FFFD) or left out; the SHA-256 of the whole is kept", false),
        new(InvalidItem, "Bulk: an item that is nothing, names no contact, or throws (`BulkItem.Fault`: of an altered record `RecordAlteredException`); one from another source than Api or Import", "the item is refused; of one from another source the protective statements are recorded; the others go on", true),
        new(NotConfirmed, "Told beside `ERASED_BEFORE`: the statement would open the closed id, but the person still has to confirm it, as its evidence or the double opt-in of any jurisdiction of the host asks", "refused, and not kept waiting: what the person confirms by a link made later says it anew and opens the id", true),
    ];

    private static readonly string[] s_names = [.. Enum.GetNames<ChangeCode>().Select(CodeName.Of)];

    /// <summary>The written form of a code: <c>WOULD_WEAKEN</c>.</summary>
    public static string NameOf(ChangeCode code) => s_names[(int)code];

    /// <summary>The row of a code.</summary>
    public static ChangeRule RuleOf(ChangeCode code) => Rules[(int)code];
}
