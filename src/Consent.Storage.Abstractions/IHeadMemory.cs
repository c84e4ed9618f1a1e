namespace Consent.Storage;

/// <summary>A store that remembers the greatest head of its log (<see cref="HeadWatch"/>), and refuses one that is smaller.</summary>
public interface IHeadMemory
{
    /// <summary>The greatest head that this process has committed itself; <see langword="null"/>: none, or the store is not open. Every later head must go on from it.</summary>
    TreeHead? LastWritten { get; }

    /// <summary>Forgets it, because the log is recovered from a backup on purpose. Called by the recovery only.</summary>
    ValueTask ForgetHeadAsync(CancellationToken cancellationToken);
}
