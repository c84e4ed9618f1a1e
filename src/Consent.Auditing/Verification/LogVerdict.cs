namespace Consent.Auditing;

/// <summary>What checking a log came to.</summary>
/// <param name="Flaw">The first thing wrong; <see cref="LogFlaw.None"/> when all holds.</param>
/// <param name="Index">Where: the index of the entry; for <see cref="LogFlaw.RootDiffers"/> and <see cref="LogFlaw.CutOff"/> the size that the checkpoint states; of a stored record the index of the last entry that it rests on; -1 when all holds.</param>
/// <param name="Slot">Of a slot: which.</param>
/// <param name="Head">The head of the tree over all entries that were checked.</param>
/// <param name="Erased">How many of them were erased: only their leaves were checked.</param>
public sealed record LogVerdict(LogFlaw Flaw, long Index, EntrySlot? Slot, TreeHead Head, long Erased)
{
    /// <summary>Whether all holds.</summary>
    public bool IsSound => Flaw == LogFlaw.None;

    /// <summary>The verdict in one line; no personal data.</summary>
    public override string ToString() => IsSound
        ? $"{Head.Size} entries hold, {Erased} of them erased"
        : $"{Flaw} at {Index}{(Slot is null ? "" : $" ({Slot})")}";
}
