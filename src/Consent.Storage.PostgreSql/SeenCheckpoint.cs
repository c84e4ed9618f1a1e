namespace Consent.Storage.PostgreSql;

/// <summary>The last checkpoint that was seen, as its row is found.</summary>
/// <param name="Size">How many entries it is of.</param>
/// <param name="Mac">The code of its row.</param>
internal sealed record SeenCheckpoint(long Size, byte[] Mac);
