using System.Diagnostics;

namespace Consent.Storage.PostgreSql;

/// <summary>How long to go on trying: the server may be starting again, or another one taking over.</summary>
internal sealed class Retry(TimeSpan patience)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(500);
    private readonly long _since = Stopwatch.GetTimestamp();
    private TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether it has been tried for no longer than this, nor than its patience.</summary>
    public bool IsWithin(TimeSpan limit) => Stopwatch.GetElapsedTime(_since) + _pause < (limit < patience ? limit : patience);

    /// <summary>Waits a little, longer each time.</summary>
    /// <returns>Whether to try again.</returns>
    public async ValueTask<bool> AgainAsync(CancellationToken cancellationToken)
    {
        if (Stopwatch.GetElapsedTime(_since) + _pause > patience)
        {
            return false;
        }

        // Not all processes at the same moment.
        await Task.Delay(_pause * (0.5 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
        _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
        return true;
    }
}
