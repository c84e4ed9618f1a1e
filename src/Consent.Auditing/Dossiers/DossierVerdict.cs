namespace Consent.Auditing;

/// <summary>What checking a dossier came to.</summary>
/// <param name="Flaw">The first thing wrong; <see cref="DossierFlaw.None"/> when all holds.</param>
/// <param name="Index">Of an entry: its index in the log; -1 when all holds, or when it is not an entry that is wrong.</param>
/// <param name="Slot">Of a slot: which.</param>
public sealed record DossierVerdict(DossierFlaw Flaw, long Index = -1, EntrySlot? Slot = null)
{
    /// <summary>How many of the contact's own revisions are not there, with as many entries erased in between: it was linked with somebody who was erased since.</summary>
    public long Missing { get; init; }

    /// <summary>Whether all holds.</summary>
    public bool IsSound => Flaw == DossierFlaw.None;

    /// <summary>The verdict in one line; no personal data.</summary>
    public override string ToString() => IsSound
        ? "holds"
        : $"{Flaw}{(Index < 0 ? "" : $" at {Index}")}{(Slot is null ? "" : $" ({Slot})")}";
}
