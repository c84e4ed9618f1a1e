namespace Consent.Reference;

/// <summary>What a change does: what is recorded and what is told.</summary>
/// <param name="Recorded">The statements recorded; empty where nothing is.</param>
/// <param name="IsRecorded">Whether an entry is written.</param>
/// <param name="Words">What is told of each word, in order.</param>
/// <param name="AcceptanceCode">What is told of the acceptance.</param>
/// <param name="Closing">The closed id as it is afterwards, where the contact is one.</param>
public sealed record RefApplied(
    IReadOnlyList<RefStatement> Recorded, bool IsRecorded, IReadOnlyList<RefTold> Words, string? AcceptanceCode, RefClosing? Closing);
