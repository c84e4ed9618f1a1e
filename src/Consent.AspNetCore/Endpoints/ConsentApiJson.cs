using System.Text.Json;
using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>How all that is not one of the library's own types is written and read, whatever the host's serializer is set to.</summary>
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(FindRequest))]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(AudienceLine))]
[JsonSerializable(typeof(CountAnswer))]
[JsonSerializable(typeof(BulkLineAnswer))]
[JsonSerializable(typeof(FormBody))]
[JsonSerializable(typeof(ConsentChange))]
[JsonSerializable(typeof(ChangeResult))]
[JsonSerializable(typeof(ContactConsents))]
[JsonSerializable(typeof(ConsentPreferences))]
[JsonSerializable(typeof(ProcessingRequest))]
[JsonSerializable(typeof(ConsentDecision))]
[JsonSerializable(typeof(IReadOnlyList<ConsentDecision>))]
[JsonSerializable(typeof(DecisionTrace))]
[JsonSerializable(typeof(IReadOnlyList<DecisionTrace>))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
[JsonSerializable(typeof(FiledBody))]
[JsonSerializable(typeof(RequestAnswer))]
[JsonSerializable(typeof(RequestWordBody))]
[JsonSerializable(typeof(SubjectRequest))]
[JsonSerializable(typeof(IReadOnlyList<SubjectRequest>))]
[JsonSerializable(typeof(SubjectRequestKind?))]
[JsonSerializable(typeof(Timestamp?))]
[JsonSerializable(typeof(Operation))]
[JsonSerializable(typeof(Timestamp))]
[JsonSerializable(typeof(ErasureBody))]
[JsonSerializable(typeof(RectificationBody))]
[JsonSerializable(typeof(OutcomeAnswer))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ConsentApiJson : JsonSerializerContext;
