namespace Consent.Quickstart;

/// <summary>Everything that the quickstart found out. Printed for people, or as JSON: the same facts.</summary>
internal sealed record StoryFacts(
    string Source,
    Timestamp AsOf,
    ImportFacts FirstImport,
    ImportFacts SecondImport,
    IReadOnlyList<BadLine> BadLines,
    string Contact,
    IReadOnlyList<NodeFacts> Consents,
    IReadOnlyList<StepFacts> Steps,
    IReadOnlyList<DecisionFacts> Decisions,
    IReadOnlyList<HistoryFacts> History,
    PastsFacts Pasts,
    IReadOnlyList<NodeFacts> ConsentsAfter,
    ProofFacts Proof);

/// <summary>What an import came to.</summary>
internal sealed record ImportFacts(long Documents, long Recorded, long Unchanged, long Refused, long Quarantined, long LogBefore, long LogAfter);

/// <summary>A line that was not imported.</summary>
internal sealed record BadLine(long Number, string Path, string Reason);

/// <summary>One node of the tree with its three flags.</summary>
internal sealed record NodeFacts(string Path, bool IsGroup, FlagValue Status, FlagValue Restriction, FlagValue Objection, string Means);

/// <summary>One thing that somebody did, and the answer.</summary>
internal sealed record StepFacts(Timestamp At, string Who, string What, string Answer, IReadOnlyList<string> Codes);

/// <summary>One decision, before and after the steps.</summary>
internal sealed record DecisionFacts(string Jurisdiction, string Request, ConsentDecision Before, ConsentDecision After);

/// <summary>One entry of the audit log, as the DPO reads it.</summary>
internal sealed record HistoryFacts(long Index, Timestamp RecordedAt, string Type, string? Source, string Actor, string What);

/// <summary>What was true and what we knew, on a date between.</summary>
internal sealed record PastsFacts(Timestamp On, string Purpose, FlagValue TrueThen, FlagValue KnownThen, string DecisionTrue, string DecisionKnown);

/// <summary>What the log proves, what it shows when somebody touches it, and what is left when a person is erased.</summary>
/// <param name="Checkpoint">The signed checkpoint, as it is published.</param>
/// <param name="VerifierKey">What it is checked with.</param>
/// <param name="ReceiptIndex">The place of the withdrawal, of which the person got a receipt.</param>
/// <param name="Receipt">What checking the receipt came to.</param>
/// <param name="Tampered">What checking the log came to when one flag of that entry was turned.</param>
/// <param name="Erasure">What became of the erasure.</param>
/// <param name="ErasedEntries">How many entries have nothing but their leaf left.</param>
/// <param name="LogAfterErasure">What checking the whole log came to then.</param>
/// <param name="GrewOnly">Whether the log of the checkpoint is proved to be the beginning of the log after the erasure.</param>
/// <param name="ReceiptAfterErasure">What checking the person's receipt came to then.</param>
/// <param name="ImportAfterErasure">What the import came to that would bring the person back.</param>
/// <param name="DecisionAfterErasure">The decision about the person then.</param>
internal sealed record ProofFacts(
    string Checkpoint,
    string VerifierKey,
    long ReceiptIndex,
    string Receipt,
    string Tampered,
    string Erasure,
    long ErasedEntries,
    string LogAfterErasure,
    bool GrewOnly,
    string ReceiptAfterErasure,
    ImportFacts ImportAfterErasure,
    string DecisionAfterErasure);
