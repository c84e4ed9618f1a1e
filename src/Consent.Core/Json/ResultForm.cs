using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How the answer to a change stands in JSON. The entry that recorded a repeated change is not in it: it says who wrote it.</summary>
internal static class ResultForm
{
    private static readonly JsonMember<ChangeNote, ChangeCode> s_noteCode = Member<ChangeNote>.Required("code", ValueForms.ChangeCode, n => n.Code, "The code.");
    private static readonly JsonMember<ChangeNote, PurposePath> s_noteNode = Member<ChangeNote>.Optional("node", ValueForms.Path, n => n.Node, "The node that it speaks of, where another than the statement's own.");

    public static ObjectForm<ChangeNote> Note { get; } = new(
        "note", "What is told of a statement.", [s_noteCode, s_noteNode],
        (JsonMembers it, JsonReading _, out ChangeNote made) =>
        {
            made = new(it.Value(s_noteCode), it.Of(s_noteNode));
            return true;
        });

    private static readonly JsonMember<StatementOutcome, Statement> s_said = Member<StatementOutcome>.Required("statement", StatementForm.Form, o => o.Statement, "The statement.");
    private static readonly JsonMember<StatementOutcome, StatementResult> s_result = Member<StatementOutcome>.Required("result", CodeForm<StatementResult>.Form, o => o.Result, "What became of it.");
    private static readonly JsonMember<StatementOutcome, bool> s_inForce = Member<StatementOutcome>.Derived("isFullyInForce", ValueForms.Flag, o => o.IsFullyInForce, "Whether it is on record and takes effect.");
    private static readonly JsonMember<StatementOutcome, Timestamp> s_occurredAt = Member<StatementOutcome>.OptionalValue("occurredAt", ValueForms.Instant, o => o.OccurredAt, "When it counts as said. Left out: it was refused.");
    private static readonly JsonMember<StatementOutcome, FlagValue> s_previous = Member<StatementOutcome>.Required("previous", CodeForm<FlagValue>.Form, o => o.Previous, "The flag before the change.");
    private static readonly JsonMember<StatementOutcome, FlagValue> s_current = Member<StatementOutcome>.Required("current", CodeForm<FlagValue>.Form, o => o.Current, "The flag after the change.");
    private static readonly JsonMember<StatementOutcome, ImmutableArray<ChangeNote>> s_notes = Member<StatementOutcome>.WholeList("notes", Note, o => o.Notes, "What is told of it, the main thing first.");

    public static ObjectForm<StatementOutcome> Statement { get; } = new(
        "statementOutcome", "What became of one statement.", [s_said, s_result, s_inForce, s_occurredAt, s_previous, s_current, s_notes],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out StatementOutcome made) =>
        {
            made = new(it.Of(s_said)!, it.Value(s_result), it.Maybe(s_occurredAt), it.Value(s_previous), it.Value(s_current), it.List(s_notes));
            return true;
        });

    private static readonly JsonMember<AskingOutcome, Asking> s_asking = Member<AskingOutcome>.Required("asking", ChangeForm.Asking, o => o.Asking, "What was said.");
    private static readonly JsonMember<AskingOutcome, ChangeCode> s_askingCode = Member<AskingOutcome>.OptionalValue("code", ValueForms.ChangeCode, o => o.Code, "What is told of it.");
    private static readonly JsonMember<AskingOutcome, bool> s_recorded = Member<AskingOutcome>.Required("recorded", ValueForms.Flag, o => o.IsRecorded, "Whether it is on record now.");

    public static ObjectForm<AskingOutcome> Asking { get; } = new(
        "askingOutcome", "What became of the record that somebody was asked.", [s_asking, s_askingCode, s_recorded],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out AskingOutcome made) =>
        {
            made = new(it.Of(s_asking)!, it.Maybe(s_askingCode), it.Value(s_recorded));
            return true;
        });

    private static readonly JsonMember<ChangeResult, ChangeOutcome> s_outcome = Member<ChangeResult>.Required("outcome", CodeForm<ChangeOutcome>.Form, r => r.Outcome, "What became of it as a whole. recorded alone means that something was written.");
    private static readonly JsonMember<ChangeResult, bool> s_fully = Member<ChangeResult>.Required("isFullyInForce", ValueForms.Flag, r => r.IsFullyInForce, "Whether all that was asked is on record and takes effect; of a repeated change, whether that was so when it was recorded.");
    private static readonly JsonMember<ChangeResult, ChangeId> s_change = Member<ChangeResult>.OptionalValue("change", ValueForms.Change, r => r.Change.IsDefault ? null : r.Change, "The change id; a retry needs it.");
    private static readonly JsonMember<ChangeResult, ContactRevision> s_revision = Member<ChangeResult>.Required("revision", ValueForms.Revision, r => r.Revision, "The contact's revision after it.");
    private static readonly JsonMember<ChangeResult, long> s_index = Member<ChangeResult>.OptionalValue("index", ValueForms.Long, r => r.Index, "Its place in the audit log.");
    private static readonly JsonMember<ChangeResult, ChangeCode> s_code = Member<ChangeResult>.OptionalValue("code", ValueForms.ChangeCode, r => r.Code, "What is told of the change as a whole.");
    private static readonly JsonMember<ChangeResult, ImmutableArray<ChangeCode>> s_also = Member<ChangeResult>.List("alsoTold", ValueForms.ChangeCode, r => r.AlsoTold, "What else is told of it.");
    private static readonly JsonMember<ChangeResult, ChangeCode> s_acceptance = Member<ChangeResult>.OptionalValue("acceptanceCode", ValueForms.ChangeCode, r => r.AcceptanceCode, "What is told of the notice acceptance.");
    private static readonly JsonMember<ChangeResult, ImmutableArray<StatementOutcome>> s_statements = Member<ChangeResult>.WholeList("statements", Statement, r => r.Statements, "What became of each statement, in the order of the change.");
    private static readonly JsonMember<ChangeResult, ImmutableArray<AskingOutcome>> s_askings = Member<ChangeResult>.List("askings", Asking, r => r.Askings, "What became of each record that the person was asked.");

    public static ObjectForm<ChangeResult> Form { get; } = new(
        "result", "The answer to a change.", [s_outcome, s_fully, s_change, s_revision, s_index, s_code, s_also, s_acceptance, s_statements, s_askings],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out ChangeResult made) =>
        {
            made = new()
            {
                Outcome = it.Value(s_outcome),
                Change = it.Value(s_change),
                Revision = it.Value(s_revision),
                Index = it.Maybe(s_index),
                Code = it.Maybe(s_code),
                AlsoTold = it.List(s_also),
                AcceptanceCode = it.Maybe(s_acceptance),
                Statements = it.List(s_statements),
                Askings = it.List(s_askings),
                WasFullyInForce = it.Value(s_fully),
            };
            return true;
        })
    {
        IsDocument = true,
    };
}
