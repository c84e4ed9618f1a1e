using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How evidence stands in JSON: by the names that the log has.</summary>
internal static class EvidenceForm
{
    private static readonly JsonMember<Evidence, ActingParty> s_actedBy =
        Member<Evidence>.OptionalValue("actedBy", CodeForm<ActingParty>.Form, e => e.ActedBy == ActingParty.Unstated ? null : e.ActedBy, "Whose act it was. Left out: nobody says.");

    private static readonly JsonMember<Evidence, string> s_method = Member<Evidence>.Optional("method", ValueForms.Text, e => e.Method, "How: web form, signed paper, recorded call.");
    private static readonly JsonMember<Evidence, string> s_reference = Member<Evidence>.Optional("reference", ValueForms.Text, e => e.Reference, "Where what was shown and done can be found.");
    private static readonly JsonMember<Evidence, Sha256Digest> s_textSha256 = Member<Evidence>.OptionalValue("textSha256", ValueForms.Digest, e => e.TextSha256, "The SHA-256 of the exact text shown.");
    private static readonly JsonMember<Evidence, string> s_source = Member<Evidence>.Optional("source", ValueForms.Text, e => e.Source, "Who or what asserts it, where no act of the person is shown.");
    private static readonly JsonMember<Evidence, string> s_ground = Member<Evidence>.Optional("ground", ValueForms.Text, e => e.Ground, "The controller's ground, for lifting a restriction.");
    private static readonly JsonMember<Evidence, bool> s_toldFirst = Member<Evidence>.Flag("toldFirst", e => e.PersonToldFirst, "Whether the person was told before the controller lifted their restriction.");
    private static readonly JsonMember<Evidence, bool> s_confirmed = Member<Evidence>.Flag("confirmed", e => e.IsConfirmed, "Whether the person confirmed it (double opt-in).");
    private static readonly JsonMember<Evidence, Sha256Digest> s_confirmedPoint = Member<Evidence>.OptionalValue("confirmedPoint", ValueForms.Digest, e => e.ConfirmedPoint, "The SHA-256 of the address that the confirmation came from.");
    private static readonly JsonMember<Evidence, bool> s_awaits = Member<Evidence>.Flag("awaits", e => e.AwaitsConfirmation, "Whether the person still has to confirm it.");
    private static readonly JsonMember<Evidence, string> s_contract = Member<Evidence>.Optional("contract", ValueForms.Text, e => e.Contract, "The contract within which it was given.");

    private static readonly JsonMember<Evidence, ImmutableSortedDictionary<string, string>> s_details = Member<Evidence>.Optional(
        "details", new MapForm<string, string>(ValueForms.Text, ValueForms.Text, StringComparer.Ordinal), e => e.Details.IsEmpty ? null : e.Details, "What else is kept: an IP address, a user agent. The first 16 by name.");

    private static readonly TextForm<string> s_textName = new(
        "textName", $$"""{"type":"string","enum":[{{string.Join(",", Evidence.TextNames.Select(name => $"\"{name}\""))}}]}""", "the name of a text",
        name => name, (string text, [MaybeNullWhen(false)] out string value) => Evidence.TextNames.Contains(value = text, StringComparer.Ordinal));

    private static readonly JsonMember<Evidence, ImmutableSortedDictionary<string, Sha256Digest>> s_cut = Member<Evidence>.Optional(
        "cut", new MapForm<string, Sha256Digest>(s_textName, ValueForms.Digest, StringComparer.Ordinal) { PassesOverLater = true }, e => e.CutTexts.IsEmpty ? null : e.CutTexts, "The SHA-256 of each text of which less is kept than what came.");

    public static ObjectForm<Evidence> Form { get; } = new(
        "evidence", "What shows that it was said: who acted, how, and what they were shown.",
        [s_actedBy, s_method, s_reference, s_textSha256, s_source, s_ground, s_toldFirst, s_confirmed, s_confirmedPoint, s_awaits, s_contract, s_details, s_cut], TryMake);

    /// <summary>What can be read of it: for a no, which needs none of it.</summary>
    public static Evidence Partly(JsonPart part)
    {
        var reading = new JsonReading();
        return TryMake(Form.Members(part, reading), reading, out var evidence) ? evidence : Evidence.None;
    }

    private static bool TryMake(JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out Evidence made)
    {
        made = new()
        {
            ActedBy = it.Value(s_actedBy),
            Method = it.Of(s_method),
            Reference = it.Of(s_reference),
            TextSha256 = it.Maybe(s_textSha256),
            Source = it.Of(s_source),
            Ground = it.Of(s_ground),
            PersonToldFirst = it.Value(s_toldFirst),
            IsConfirmed = it.Value(s_confirmed),
            ConfirmedPoint = it.Maybe(s_confirmedPoint),
            AwaitsConfirmation = it.Value(s_awaits),
            Contract = it.Of(s_contract),
            Details = it.Of(s_details) ?? StoredText.None,
        };

        // What was cut before it was written, and what is cut now.
        made = it.Of(s_cut) is { } before ? made with { CutTexts = before.SetItems(made.CutTexts) } : made;
        return true;
    }
}
