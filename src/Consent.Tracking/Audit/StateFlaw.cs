using Consent.Auditing;

namespace Consent.Tracking;

/// <summary>Something in which the state is not what the log says.</summary>
/// <param name="Flaw">What.</param>
/// <param name="Index">The index of the last entry that it concerns.</param>
/// <param name="Doubted">Whose record it is that is not to be relied on, where it is somebody's: an id, or the name of a closed one.</param>
internal readonly record struct StateFlaw(LogFlaw Flaw, long Index, ContactId Doubted = default);
