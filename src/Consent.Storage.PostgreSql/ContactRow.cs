namespace Consent.Storage.PostgreSql;

/// <summary>A contact's row of the directory, as a round of writing sees it.</summary>
/// <param name="id">The contact's id, as the directory has it.</param>
internal sealed class ContactRow(byte[] id)
{
    public byte[] Id { get; } = id;

    /// <summary>Its number; 0 while there is no row.</summary>
    public long No { get; set; }

    /// <summary>The name of its key; zeros: its entries are not encrypted.</summary>
    public Guid Handle { get; set; }

    /// <summary>Its key; empty when its entries are not encrypted.</summary>
    public ReadOnlyMemory<byte> Key { get; set; }

    /// <summary>The snapshot's version; 0 while there is none.</summary>
    public long Version { get; set; }

    /// <summary>Its last entry that has a revision; -1: none.</summary>
    public long LastEntry { get; set; } = AuditEntry.NotLogged;

    /// <summary>As <see cref="LastEntry"/>, as it was found.</summary>
    public long LastEntryBefore { get; set; } = AuditEntry.NotLogged;

    /// <summary>The snapshot to write, or to leave; <see langword="null"/>: none.</summary>
    public byte[]? Snapshot { get; set; }

    /// <summary>When it was written, on the counter of the head; 0 while it was not, in this round.</summary>
    public long Changed { get; set; }

    /// <summary>Entries under the change ids that the round asks for, and those that it appended.</summary>
    public Dictionary<ChangeId, AuditEntry> Recorded { get; } = [];

    /// <summary>Whether it got its number in this round, so that it is not in the table yet.</summary>
    public bool IsNew { get; set; }

    /// <summary>Whether it was not looked up: what the commit expects is taken for its version, and the server checks it.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>Whether what is stored may be replaced where it does not verify.</summary>
    public bool Rebuilds { get; init; }

    /// <summary>Whether it does not, and is about to be.</summary>
    public bool IsAltered { get; set; }

    /// <summary>The row's message authentication code.</summary>
    public byte[] Mac(RecordKey key) => key.OfContact(Id, No, Handle, Version, LastEntry, Snapshot);

    public bool IsThere => No > 0;

    public bool HasSnapshot => Version > 0;
}
