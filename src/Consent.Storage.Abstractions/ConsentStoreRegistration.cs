namespace Consent.Storage;

/// <summary>Notes that a store was registered, so that none or two can be reported when the host starts.</summary>
/// <param name="Name">The method that the host wrote.</param>
public sealed record ConsentStoreRegistration(string Name)
{
    /// <summary>Where a durable store keeps what must not lie in its database; <see langword="null"/>: nowhere.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>The method; no path.</summary>
    public override string ToString() => Name;
}
