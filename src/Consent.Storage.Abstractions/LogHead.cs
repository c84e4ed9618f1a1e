namespace Consent.Storage;

/// <summary>Where the log ends.</summary>
/// <param name="Size">How many entries it has: the index of the next one.</param>
/// <param name="LastRecordedAt">When the last one was recorded; <see langword="null"/> for an empty log.</param>
public readonly record struct LogHead(long Size, Timestamp? LastRecordedAt);
