namespace Consent.Storage.Sqlite;

/// <summary>A contact's row of the directory, as a round of writing sees it.</summary>
internal sealed class ContactRow
{
    /// <summary>Its number; 0 while it has none.</summary>
    public long No { get; set; }

    /// <summary>The name of its key; zeros: its entries are not encrypted.</summary>
    public Guid Handle { get; set; }

    /// <summary>Its key; empty when its entries are not encrypted.</summary>
    public ReadOnlyMemory<byte> Key { get; set; }

    /// <summary>The snapshot's version; 0 while there is none.</summary>
    public long Version { get; set; }

    /// <summary>Its last entry that has a revision; -1: none.</summary>
    public long LastEntry { get; set; } = AuditEntry.NotLogged;

    /// <summary>Whether what is stored does not verify, and is about to be replaced.</summary>
    public bool IsAltered { get; set; }

    /// <summary>Whether the row is to be written without another snapshot, because of its last entry.</summary>
    public bool HasMoved { get; set; }

    /// <summary>The snapshot to write.</summary>
    public ContactConsents? Written { get; set; }

    /// <summary>What this round recorded, by change id.</summary>
    public Dictionary<ChangeId, AuditEntry>? Recorded { get; set; }

    /// <summary>Whether it is to be put into the table.</summary>
    public bool IsNew { get; set; }

    public bool IsThere => No > 0;

    public bool HasSnapshot => Version > 0;
}
