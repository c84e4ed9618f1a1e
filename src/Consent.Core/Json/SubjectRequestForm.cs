using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Consent;

/// <summary>How a person's request stands in JSON. It names nobody.</summary>
internal static class SubjectRequestForm
{
    private const int MaxKindLength = 64;

    private static readonly TextForm<SubjectRequestNumber> s_numbers = new(
        "requestNumber", """{"type":"string","pattern":"^(?!0{32})[0-9a-f]{32}$"}""", "the number of a request, 32 hexadecimal digits",
        number => number.IsDefault ? null : number.ToString(), (string text, out SubjectRequestNumber value) => SubjectRequestNumber.TryParse(text, null, out value));

    private static readonly JsonMember<SubjectRequest, SubjectRequestNumber> s_number = Member<SubjectRequest>.Required("number", s_numbers, r => r.Number, "Its number in the register.");

    // A later version may know other rights, which are due as well.
    private static readonly JsonMember<SubjectRequest, string> s_kind =
        Member<SubjectRequest>.Required("kind", ValueForms.NameOf("requestKind", MaxKindLength), r => r.UnknownKind ?? PayloadCode<SubjectRequestKind>.Of(r.Kind), "Which right, such as access.");

    private static readonly JsonMember<SubjectRequest, Timestamp> s_receivedAt = Member<SubjectRequest>.Required("receivedAt", ValueForms.Instant, r => r.ReceivedAt, "When it was received.");
    private static readonly JsonMember<SubjectRequest, Timestamp> s_firstDue = Member<SubjectRequest>.Required("firstDue", ValueForms.Instant, r => r.FirstDue, "The last moment of its first month.");
    private static readonly JsonMember<SubjectRequest, Timestamp> s_due = Member<SubjectRequest>.Required("due", ValueForms.Instant, r => r.Due, "The last moment at which an answer is in time.");
    private static readonly JsonMember<SubjectRequest, Timestamp> s_extended = Member<SubjectRequest>.OptionalValue("extensionToldAt", ValueForms.Instant, r => r.ExtensionToldAt, "When the person was told that it takes longer.");
    private static readonly JsonMember<SubjectRequest, Timestamp> s_answeredAt = Member<SubjectRequest>.OptionalValue("answeredAt", ValueForms.Instant, r => r.AnsweredAt, "When the person was told the answer or the refusal.");
    private static readonly JsonMember<SubjectRequest, SubjectRequestRefusal> s_refusal = Member<SubjectRequest>.OptionalValue("refusal", CodeForm<SubjectRequestRefusal>.Form, r => r.Refusal, "Why it was refused.");
    private static readonly JsonMember<SubjectRequest, bool> s_byErasure = Member<SubjectRequest>.Flag("byErasure", r => r.IsAnsweredByErasure, "Whether the answer was that the person was erased.");
    private static readonly JsonMember<SubjectRequest, SubjectRequestState> s_state = Member<SubjectRequest>.Derived("state", CodeForm<SubjectRequestState>.Form, r => r.State, "Whether it was answered; follows from the others.");

    public static JsonForm<SubjectRequestNumber> Number => s_numbers;

    public static ObjectForm<SubjectRequest> Form { get; } = new(
        "subjectRequest", "What a person asked for (GDPR art. 15-22), until when it is to be answered, and what was answered.",
        [s_number, s_kind, s_receivedAt, s_firstDue, s_due, s_extended, s_answeredAt, s_refusal, s_byErasure, s_state],
        (JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out SubjectRequest made) =>
        {
            var kind = it.Of(s_kind) ?? "";
            var (answeredAt, refusal, byErasure) = (it.Maybe(s_answeredAt), it.Maybe(s_refusal), it.Value(s_byErasure));
            made = SubjectRequest.Read(
                it.Value(s_number), PayloadCode<SubjectRequestKind>.Find(Encoding.UTF8.GetBytes(kind)), kind, it.Value(s_receivedAt), it.Value(s_firstDue), it.Value(s_due), it.Maybe(s_extended),
                answeredAt, refusal, byErasure);
            return answeredAt is not null || (refusal is null && !byErasure) ? refusal is null || !byErasure || reading.Flaw("a request that was refused is not answered by an erasure.", $".{s_byErasure.Name}")
                : reading.Flaw("it was answered, so it says when.", $".{s_answeredAt.Name}");
        })
    {
        IsDocument = true,
        Besides = """
            {"allOf":[
              {"if":{"properties":{"refusal":{"type":"string"}},"required":["refusal"]},"then":{"required":["answeredAt"],"properties":{"answeredAt":{"type":"string"},"byErasure":{"enum":[false,null]}}}},
              {"if":{"properties":{"byErasure":{"const":true}},"required":["byErasure"]},"then":{"required":["answeredAt"],"properties":{"answeredAt":{"type":"string"}}}}]}
            """,
    };
}
