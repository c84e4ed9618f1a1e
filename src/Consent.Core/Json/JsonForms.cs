using System.Collections.Frozen;

namespace Consent;

/// <summary>The forms of all types that have one.</summary>
internal static class JsonForms
{
    private static readonly FrozenDictionary<Type, JsonForm> s_all = new JsonForm[]
    {
        ValueForms.Contact, ValueForms.Change, ValueForms.Path, ValueForms.Instant, ValueForms.Occurrence, ValueForms.Digest, ValueForms.Revision, ValueForms.Sector, ValueForms.EntryType, ValueForms.Point,
        ValueForms.DecisionCode, ValueForms.ChangeCode, ValueForms.DecisionCodes, ValueForms.Obligations,
        CodeForm<ActingParty>.Form, CodeForm<ActorRole>.Form, CodeForm<AddressSource>.Form, CodeForm<ChangeOutcome>.Form, CodeForm<ChangeSource>.Form, CodeForm<Channel>.Form, CodeForm<ClosedKind>.Form,
        CodeForm<ConsentFlag>.Form, CodeForm<ContactPointKind>.Form, CodeForm<ContactState>.Form, CodeForm<DecisionOutcome>.Form, CodeForm<DecisionRow>.Form, CodeForm<DirectoryEntry>.Form,
        CodeForm<ErasureKeeps>.Form, CodeForm<FlagValue>.Form, CodeForm<Operation>.Form, CodeForm<PersonalLinkKind>.Form, CodeForm<PurposeBasis>.Form, CodeForm<SaleKind>.Form, CodeForm<SoftSpamGap>.Form,
        CodeForm<StatementEffect>.Form, CodeForm<StatementResult>.Form, CodeForm<StatementWeight>.Form, CodeForm<SubscriberKind>.Form,
        EvidenceForm.Form, StatementForm.Form, SourceDocumentForm.Form, ChangeForm.Acceptance, ChangeForm.Asking, ChangeForm.Form,
        FactsForm.Sale, FactsForm.List, FactsForm.Contract, FactsForm.Interest, FactsForm.Form, RequestForm.Form,
        DecisionForm.Form, DecisionForm.Step, DecisionForm.Trace, PreferencesForm.Said, PreferencesForm.Purpose, PreferencesForm.Form,
        ResultForm.Note, ResultForm.Statement, ResultForm.Asking, ResultForm.Form,
        EntryFactsForm.Form, EntryForm.Subject, EntryForm.Actor, EntryForm.Evidence, EntryForm.Form,
        RecordForm.Form,
        SubjectRequestForm.Number, SubjectRequestForm.Form, CodeForm<SubjectRequestKind>.Form, CodeForm<SubjectRequestRefusal>.Form, CodeForm<SubjectRequestState>.Form,
    }.ToFrozenDictionary(form => form.Type);

    public static JsonForm<T> Of<T>() => Find(typeof(T)) as JsonForm<T> ?? throw new NotSupportedException($"{typeof(T).Name} has no form of this library in JSON.");

    public static JsonForm? Find(Type type) => s_all.GetValueOrDefault(type);
}
