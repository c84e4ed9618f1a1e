namespace Consent;

/// <summary>The jurisdictions that a request names, in order.</summary>
internal readonly struct JurisdictionNames(string[] names) : IEquatable<JurisdictionNames>
{
    private readonly string[]? _names = names;

    public ReadOnlySpan<string> Names => _names;

    public bool Equals(JurisdictionNames other) => Names.SequenceEqual(other.Names);

    public override bool Equals(object? obj) => obj is JurisdictionNames other && Equals(other);

    public override int GetHashCode() => Names.Length == 0 ? 0 : HashCode.Combine(Names.Length, string.GetHashCode(Names[0], StringComparison.Ordinal));
}
