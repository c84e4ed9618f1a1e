namespace Consent.Storage;

/// <summary>A contact's row as it lies in the database: what its code is made of, and the code.</summary>
/// <param name="id">The contact's id (<see cref="OrderedText"/>).</param>
/// <param name="number">The row's number.</param>
/// <param name="handle">The name of the contact's key; zeros: none.</param>
/// <param name="version">The snapshot's version; 0: there is none.</param>
/// <param name="lastEntry">The contact's last entry that has a revision; -1: none.</param>
/// <param name="snapshot">The record; empty: there is none.</param>
/// <param name="mac">The code.</param>
public readonly ref struct RecordRow(ReadOnlySpan<byte> id, long number, Guid handle, long version, long lastEntry, ReadOnlySpan<byte> snapshot, ReadOnlySpan<byte> mac)
{
    /// <summary>The contact's id.</summary>
    public ReadOnlySpan<byte> Id { get; } = id;

    /// <summary>The row's number.</summary>
    public long Number { get; } = number;

    /// <summary>The name of the contact's key; zeros: none.</summary>
    public Guid Handle { get; } = handle;

    /// <summary>The snapshot's version; 0: there is none.</summary>
    public long Version { get; } = version;

    /// <summary>The contact's last entry that has a revision; -1: none.</summary>
    public long LastEntry { get; } = lastEntry;

    /// <summary>The record; empty: there is none.</summary>
    public ReadOnlySpan<byte> Snapshot { get; } = snapshot;

    /// <summary>The code.</summary>
    public ReadOnlySpan<byte> Mac { get; } = mac;

    /// <summary>A copy that outlives the statement that read it.</summary>
    public KeptRow Kept() => new(Id.ToArray(), Number, Handle, Version, LastEntry, Snapshot.ToArray(), Mac.ToArray());
}
