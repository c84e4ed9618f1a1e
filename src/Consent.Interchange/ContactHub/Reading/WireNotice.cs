namespace Consent.Interchange;

/// <summary>What a disclaimer says: which notice was accepted, and when.</summary>
internal readonly record struct WireNotice(string? Version, Occurrence? Date);
