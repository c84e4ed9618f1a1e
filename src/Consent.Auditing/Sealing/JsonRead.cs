namespace Consent.Auditing;

/// <summary>Reads a value at the reader's place and leaves the reader behind it.</summary>
internal delegate T JsonRead<out T>(ref CanonicalJsonReader json);
