namespace Consent.Storage;

/// <summary>A store that a host may choose by name in its configuration: <c>"Store": { "Sqlite": { … } }</c>. Made by <see cref="ConsentBuilder.NameStore"/>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Choose">Reads what stands below the name, and chooses the store on a builder.</param>
public sealed record NamedStore(string Name, Action<ConsentSettings, ConsentBuilder> Choose)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
