using System.Text.Json;

namespace Consent.Quickstart;

/// <summary>The facts for programs: one JSON document.</summary>
internal static class StoryAsJson
{
    public static void Write(StoryFacts facts, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("source", facts.Source);
        json.WriteString("asOf", facts.AsOf.ToString());
        Import(json, "firstImport", facts.FirstImport);
        Import(json, "secondImport", facts.SecondImport);
        List(json, "badLines", facts.BadLines, line =>
        {
            json.WriteNumber("line", line.Number);
            json.WriteString("path", line.Path);
            json.WriteString("reason", line.Reason);
        });
        json.WriteString("contact", facts.Contact);
        List(json, "consents", facts.Consents, node => Node(json, node));
        List(json, "steps", facts.Steps, step =>
        {
            json.WriteString("at", step.At.ToString());
            json.WriteString("who", step.Who);
            json.WriteString("what", step.What);
            json.WriteString("answer", step.Answer);
            Texts(json, "codes", step.Codes);
        });
        List(json, "decisions", facts.Decisions, decision =>
        {
            json.WriteString("jurisdiction", decision.Jurisdiction);
            json.WriteString("request", decision.Request);
            Decision(json, "before", decision.Before);
            Decision(json, "after", decision.After);
        });
        List(json, "consentsAfter", facts.ConsentsAfter, node => Node(json, node));
        List(json, "history", facts.History, entry =>
        {
            json.WriteNumber("index", entry.Index);
            json.WriteString("recordedAt", entry.RecordedAt.ToString());
            json.WriteString("type", entry.Type);
            json.WriteString("source", entry.Source);
            json.WriteString("actor", entry.Actor);
            json.WriteString("what", entry.What);
        });
        json.WriteStartObject("pasts");
        json.WriteString("on", facts.Pasts.On.ToString());
        json.WriteString("purpose", facts.Pasts.Purpose);
        json.WriteString("trueThen", facts.Pasts.TrueThen.ToString());
        json.WriteString("knownThen", facts.Pasts.KnownThen.ToString());
        json.WriteString("decisionTrue", facts.Pasts.DecisionTrue);
        json.WriteString("decisionKnown", facts.Pasts.DecisionKnown);
        json.WriteEndObject();
        Proof(json, facts.Proof);
        json.WriteEndObject();
        json.Flush();
    }

    private static void Proof(Utf8JsonWriter json, ProofFacts proof)
    {
        json.WriteStartObject("proof");
        json.WriteString("checkpoint", proof.Checkpoint);
        json.WriteString("verifierKey", proof.VerifierKey);
        json.WriteNumber("receiptIndex", proof.ReceiptIndex);
        json.WriteString("receipt", proof.Receipt);
        json.WriteString("tampered", proof.Tampered);
        json.WriteString("erasure", proof.Erasure);
        json.WriteNumber("erasedEntries", proof.ErasedEntries);
        json.WriteString("logAfterErasure", proof.LogAfterErasure);
        json.WriteBoolean("grewOnly", proof.GrewOnly);
        json.WriteString("receiptAfterErasure", proof.ReceiptAfterErasure);
        Import(json, "importAfterErasure", proof.ImportAfterErasure);
        json.WriteString("decisionAfterErasure", proof.DecisionAfterErasure);
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Import(Utf8JsonWriter json, string name, ImportFacts import)
    {
        json.WriteStartObject(name);
        json.WriteNumber("documents", import.Documents);
        json.WriteNumber("recorded", import.Recorded);
        json.WriteNumber("unchanged", import.Unchanged);
        json.WriteNumber("refused", import.Refused);
        json.WriteNumber("quarantined", import.Quarantined);
        json.WriteNumber("logBefore", import.LogBefore);
        json.WriteNumber("logAfter", import.LogAfter);
        json.WriteEndObject();
    }

    private static void Node(Utf8JsonWriter json, NodeFacts node)
    {
        json.WriteString("path", node.Path);
        json.WriteBoolean("isGroup", node.IsGroup);
        json.WriteString("status", node.Status.ToString());
        json.WriteString("restriction", node.Restriction.ToString());
        json.WriteString("objection", node.Objection.ToString());
        json.WriteString("means", node.Means);
    }

    private static void Decision(Utf8JsonWriter json, string name, in ConsentDecision decision)
    {
        json.WriteStartObject(name);
        json.WriteString("outcome", decision.Outcome.ToString());
        json.WriteString("code", DecisionTable.NameOf(decision.Code));
        json.WriteString("node", decision.Node?.ToString());
        json.WriteString("article", decision.Article);
        Texts(json, "failed", decision.Failed.Select(DecisionTable.NameOf));
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
