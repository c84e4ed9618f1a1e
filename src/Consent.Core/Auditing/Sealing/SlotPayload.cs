namespace Consent;

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

    public static EntryFacts ReadFacts(ReadOnlyMemory<byte> payload)
    {
        using var document = CanonicalJson.Parse(payload, EntrySlot.Facts);
        return FactsPayload.Read(document.RootElement);
    }

    public static EntrySubject? ReadSubject(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        using var document = CanonicalJson.Parse(payload, EntrySlot.Subject);
        return SubjectPayload.Read(document.RootElement);
    }

    public static EntryActor? ReadActor(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        using var document = CanonicalJson.Parse(payload, EntrySlot.Actor);
        return ActorPayload.Read(document.RootElement);
    }

    public static EntryEvidence? ReadEvidence(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        using var document = CanonicalJson.Parse(payload, EntrySlot.Evidence);
        return EvidencePayload.Read(document.RootElement);
    }
}
