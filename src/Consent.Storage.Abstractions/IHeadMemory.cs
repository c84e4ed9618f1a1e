namespace Consent.Storage;

/// <summary>A store that remembers the greatest head of its log (<see cref="HeadWatch"/>), and refuses one that is smaller.</summary>
public interface IHeadMemory
{
    /// <summary>Forgets it, because the log is recovered from a backup on purpose. Called by the recovery only.</summary>
    ValueTask ForgetHeadAsync(CancellationToken cancellationToken);
}
