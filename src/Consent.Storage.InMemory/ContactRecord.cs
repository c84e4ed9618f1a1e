namespace Consent.Storage.InMemory;

/// <summary>All that is kept of one contact: its snapshot, the places of its entries in the log, and by what to find the one that has a change id.</summary>
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

    /// <summary>Of each of the entries the hash of its change id: the id itself stands in the entry.</summary>
    public AppendOnlyList<int> Changes { get; init; }

    /// <summary>Its last entry that has a revision; -1 when there is none.</summary>
    public long LastEntry { get; init; } = AuditEntry.NotLogged;

    /// <summary>With one more entry.</summary>
    public ContactRecord With(AuditEntry entry) => this with
    {
        Entries = Entries.Add((int)entry.Index),
        Changes = Changes.Add(HashOf(entry.Evidence?.Change ?? default)),
        LastEntry = entry.Subject!.Revision is null ? LastEntry : entry.Index,
    };

    /// <summary>Whether an entry may have a change id.</summary>
    public bool MayHave(ChangeId change) => !change.IsDefault && Changes.Items.Contains(HashOf(change));

    /// <summary>The first entry that has a change id and is not erased.</summary>
    public AuditEntry? Recorded(ChangeId change, AppendOnlyList<LogRow> rows)
    {
        var hash = HashOf(change);
        for (var i = 0; i < Changes.Count; i++)
        {
            if (Changes[i] == hash && rows[Entries[i]].Entry is { IsErased: false } entry && entry.Open() is var opened && opened.Evidence?.Change == change)
            {
                return opened;
            }
        }

        return null;
    }

    private static int HashOf(ChangeId change) => change.GetHashCode();
}
