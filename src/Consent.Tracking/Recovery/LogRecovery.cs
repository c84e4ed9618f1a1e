namespace Consent.Tracking;

/// <summary>What recovering the log came to.</summary>
/// <param name="Restoration">What the log now says of the restored database; <see langword="null"/> when nothing was lost and nothing was done.</param>
/// <param name="Erasures">How many erasures the backup had undone, and were done anew.</param>
public sealed record LogRecovery(Restoration? Restoration, int Erasures)
{
    /// <summary>Whether entries were, or may have been, lost: then the changes since the backup are to be sent again.</summary>
    public bool IsRestored => Restoration is not null;
}
