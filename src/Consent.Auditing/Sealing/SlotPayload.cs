namespace Consent.Auditing;

/// <summary>Reads and writes the JSON of each slot. An absent slot has no bytes.</summary>
internal static class SlotPayload
{
    public static void Write(CanonicalJsonWriter json, EntrySlot slot, AuditEntry entry)
    {
        switch (slot)
        {
            case EntrySlot.Facts:
                FactsPayload.Write(json, entry.Facts);
                break;
            case EntrySlot.Subject when entry.Subject is { } subject:
                SubjectPayload.Write(json, subject);
                break;
            case EntrySlot.Actor when entry.Actor is { } actor:
                ActorPayload.Write(json, actor);
                break;
            case EntrySlot.Evidence when entry.Evidence is { } evidence:
                EvidencePayload.Write(json, evidence);
                break;
            default:
                break;
        }
    }

    public static EntryFacts ReadFacts(ReadOnlySpan<byte> payload) => CanonicalJsonReader.Read(payload, EntrySlot.Facts, FactsPayload.Read);

    public static EntrySubject? ReadSubject(ReadOnlySpan<byte> payload) => payload.IsEmpty ? null : CanonicalJsonReader.Read(payload, EntrySlot.Subject, SubjectPayload.Read);

    public static EntryActor? ReadActor(ReadOnlySpan<byte> payload) => payload.IsEmpty ? null : CanonicalJsonReader.Read(payload, EntrySlot.Actor, ActorPayload.Read);

    public static EntryEvidence? ReadEvidence(ReadOnlySpan<byte> payload) => payload.IsEmpty ? null : CanonicalJsonReader.Read(payload, EntrySlot.Evidence, EvidencePayload.Read);
}
