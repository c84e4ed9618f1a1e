namespace Consent.Storage.Sqlite;

/// <summary>A contact's row of the directory, as a round of writing sees it.</summary>
internal sealed class ContactRow
{
    /// <summary>Its number; 0 while there is no row.</summary>
    public long No { get; set; }

    /// <summary>The name of its key; zeros: its entries are not encrypted.</summary>
    public Guid Handle { get; set; }

    /// <summary>Its key; empty when its entries are not encrypted.</summary>
    public byte[] Key { get; set; } = [];

    /// <summary>The snapshot's version; 0 while there is none.</summary>
    public long Version { get; set; }

    public bool IsThere => No > 0;

    public bool HasSnapshot => Version > 0;
}
