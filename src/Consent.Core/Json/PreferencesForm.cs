using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How a person's choices stand in JSON.</summary>
internal static class PreferencesForm
{
    private static readonly JsonMember<NodeConsent, FlagValue> s_status = Member<NodeConsent>.Required("status", CodeForm<FlagValue>.Form, n => n.Status, "Consent demonstrated.");
    private static readonly JsonMember<NodeConsent, FlagValue> s_restriction = Member<NodeConsent>.Required("restriction", CodeForm<FlagValue>.Form, n => n.Restriction, "Restriction requested.");
    private static readonly JsonMember<NodeConsent, FlagValue> s_objection = Member<NodeConsent>.Required("objection", CodeForm<FlagValue>.Form, n => n.Objection, "Objection made.");

    public static ObjectForm<NodeConsent> Said { get; } = new(
        "flags", "The three flags of one node.", [s_status, s_restriction, s_objection],
        (JsonMembers it, JsonReading _, out NodeConsent made) =>
        {
            made = new(it.Value(s_status), it.Value(s_restriction), it.Value(s_objection));
            return true;
        });

    private static readonly JsonMember<PurposePreference, PurposePath> s_purpose = Member<PurposePreference>.Required("purpose", ValueForms.Path, p => p.Purpose, "The purpose.");
    private static readonly JsonMember<PurposePreference, NodeConsent> s_said = Member<PurposePreference>.Required("said", Said, p => p.Said, "What was said. A yes here is not yet a permission.");
    private static readonly JsonMember<PurposePreference, ConsentDecision> s_decision = Member<PurposePreference>.Required("decision", DecisionForm.Form, p => p.Decision, "What decides whether it may be used now.");

    public static ObjectForm<PurposePreference> Purpose { get; } = new(
        "preference", "What a person chose for one purpose, and whether it may be used now.", [s_purpose, s_said, s_decision],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out PurposePreference made) =>
        {
            made = new(it.Of(s_purpose)!, it.Value(s_said), it.Value(s_decision));
            return true;
        });

    private static readonly JsonMember<ConsentPreferences, ContactId> s_contact = Member<ConsentPreferences>.Required("contact", ValueForms.Contact, p => p.Contact, "The contact asked about.");
    private static readonly JsonMember<ConsentPreferences, ImmutableArray<PurposePreference>> s_purposes = Member<ConsentPreferences>.WholeList("purposes", Purpose, p => p.Purposes, "The purposes in use, in the order of the taxonomy.");

    public static ObjectForm<ConsentPreferences> Form { get; } = new(
        "preferences", "A person's choices as a page shows them.", [s_contact, s_purposes],
        (JsonMembers it, JsonReading _, [MaybeNullWhen(false)] out ConsentPreferences made) =>
        {
            made = new(it.Value(s_contact), it.List(s_purposes));
            return true;
        })
    {
        IsDocument = true,
    };
}
