namespace Consent.Reference;

/// <summary>An entry as a log keeps it.</summary>
/// <param name="Index">Where it says that it stands.</param>
/// <param name="Leaf">The 132 bytes.</param>
/// <param name="Slots">Salt and payload of facts, subject, actor and evidence; none when erased.</param>
public sealed record RefSealed(long Index, byte[] Leaf, IReadOnlyList<(byte[] Salt, byte[] Payload)> Slots);
