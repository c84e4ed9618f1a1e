using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent;

/// <summary>How a request stands in JSON.</summary>
internal static class RequestForm
{
    private static readonly JsonMember<ProcessingRequest, Operation> s_operation = Member<ProcessingRequest>.Required("operation", CodeForm<Operation>.Form, r => r.Operation, "What is to be done.");
    private static readonly JsonMember<ProcessingRequest, ContactId> s_contact = Member<ProcessingRequest>.OptionalValue("contact", ValueForms.Contact, r => r.Contact.IsDefault ? null : r.Contact, "To whom. Left out: about everybody.");
    private static readonly JsonMember<ProcessingRequest, PurposePath> s_purpose = Member<ProcessingRequest>.Optional("purpose", ValueForms.Path, r => r.Purpose, "For which purpose; legal claims, others' rights and public interest have none.");
    private static readonly JsonMember<ProcessingRequest, string> s_ground = Member<ProcessingRequest>.Optional("ground", ValueForms.Text, r => r.Ground, "The stated ground of those.");
    private static readonly JsonMember<ProcessingRequest, Timestamp> s_asOf = Member<ProcessingRequest>.OptionalValue("asOf", ValueForms.Instant, r => r.AsOf, "The instant asked about. Left out: now.");
    private static readonly JsonMember<ProcessingRequest, ContactPoint> s_address = Member<ProcessingRequest>.Optional("address", ValueForms.Point, r => r.Point, "The address or number at which the person is to be reached.");
    private static readonly JsonMember<ProcessingRequest, bool> s_noMarketing = Member<ProcessingRequest>.Flag("noDirectMarketing", r => r.ServesNoDirectMarketing, "Whether it serves no direct marketing.");
    private static readonly JsonMember<ProcessingRequest, bool> s_minors = Member<ProcessingRequest>.Flag("aimedAtMinors", r => r.IsAimedAtMinors, "Whether it belongs to a service aimed at minors.");
    private static readonly JsonMember<ProcessingRequest, ImmutableArray<string>> s_under = Member<ProcessingRequest>.List("jurisdictions", ValueForms.Name, r => [.. r.UnderNames], "The jurisdictions that it is asked under, by name or code. Left out: the host's own.");
    private static readonly JsonMember<ProcessingRequest, RequestFacts> s_facts = Member<ProcessingRequest>.Optional("facts", FactsForm.Form, r => r.StatedFacts, "The facts stated.");

    public static ObjectForm<ProcessingRequest> Form { get; } = new(
        "request", "What is asked: may this be done to this person?", [s_operation, s_contact, s_purpose, s_ground, s_asOf, s_address, s_noMarketing, s_minors, s_under, s_facts], TryMake)
    {
        IsDocument = true,
        Besides = """
            {"allOf":[
              {"if":{"properties":{"operation":{"enum":["toContact","profiling","transferToThirdParty","store","toAsk"]}},"required":["operation"]},"then":{"required":["purpose"],"properties":{"purpose":{"type":"string"},"ground":{"type":"null"}}}},
              {"if":{"properties":{"operation":{"enum":["legalClaim","protectRights","publicInterest"]}},"required":["operation"]},"then":{"required":["ground"],"properties":{"ground":{"type":"string"},"purpose":{"type":"null"}}}},
              {"if":{"properties":{"operation":{"const":"none"}},"required":["operation"]},"then":{"properties":{"ground":{"type":"null"},"purpose":{"type":"null"}}}}]}
            """,
    };

    private static bool TryMake(JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out ProcessingRequest made)
    {
        var (operation, purpose, ground) = (it.Value(s_operation), it.Of(s_purpose), it.Of(s_ground));
        var takesGround = operation is Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest;
        var takesPurpose = !takesGround && operation != Operation.None;
        made = default;
        if (takesPurpose != purpose is not null)
        {
            return reading.Flaw(takesPurpose ? "it is missing." : "this operation takes none.", $".{s_purpose.Name}");
        }

        if (takesGround != ground is not null)
        {
            return reading.Flaw(takesGround ? "it is missing." : "this operation takes none.", $".{s_ground.Name}");
        }

        made = ProcessingRequest.Of(operation, it.Value(s_contact), purpose, ground, [.. it.List(s_under)]);
        made = it.Maybe(s_asOf) is { } asOf ? made.At(asOf) : made;
        made = it.Of(s_address) is { } address ? made.At(address) : made;
        made = it.Value(s_noMarketing) ? made.ServingNoDirectMarketing() : made;
        made = it.Value(s_minors) ? made.AimedAtMinors() : made;
        made = it.Of(s_facts) is { } facts ? made.With(facts) : made;
        return true;
    }
}
