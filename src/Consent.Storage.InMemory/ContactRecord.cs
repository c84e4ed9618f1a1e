using System.Collections.Immutable;

namespace Consent.Storage.InMemory;

/// <summary>All that is kept of one contact: its snapshot, the places of its entries in the log, and which of them has which change id.</summary>
internal sealed record ContactRecord
{
    public static ContactRecord Empty { get; } = new();

    public ContactConsents? Snapshot { get; init; }

    public long Version { get; init; }

    /// <summary>The contact among the audience; <see langword="null"/> as long as it has no snapshot.</summary>
    public AudienceMember? Member { get; init; }

    /// <summary>Of the last write of its snapshot.</summary>
    public long Position { get; init; }

    public AppendOnlyList<int> Entries { get; init; }

    public ImmutableDictionary<ChangeId, int> Changes { get; init; } = ImmutableDictionary<ChangeId, int>.Empty;

    /// <summary>Its last entry that has a revision; -1 when there is none.</summary>
    public long LastEntry { get; init; } = AuditEntry.NotLogged;

    /// <summary>With one more entry; the first that has a change id keeps it, until it is erased.</summary>
    public ContactRecord With(AuditEntry entry, Func<int, bool> isErased)
    {
        var index = (int)entry.Index;
        var isNewChange = entry.Evidence?.Change is { IsDefault: false } change && !(Changes.TryGetValue(change, out var first) && !isErased(first));
        return this with { Entries = Entries.Add(index), LastEntry = entry.Subject!.Revision is null ? LastEntry : entry.Index, Changes = isNewChange ? Changes.SetItem(entry.Evidence!.Change!.Value, index) : Changes };
    }
}
