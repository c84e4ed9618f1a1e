namespace Consent.Tracking;

/// <summary>How often somebody looks again who read records and histories that do not fit: they are read one after the other, and one of them may be linked, closed or erased between.</summary>
/// <param name="most">How many times at most.</param>
internal sealed class Looks(int most = 50)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(10);
    private int _left = most;

    /// <summary>Works out what follows from what was read.</summary>
    /// <returns><see langword="null"/> where it does not fit: entries name somebody whom the records do not, or two records are of one closed id.</returns>
    public static T? Fitting<T>(Func<T> work)
        where T : class
    {
        try
        {
            return work();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Waits a moment before another look.</summary>
    /// <returns>Whether to look again; in the end it does not fit for another reason: an erasure that does not go on.</returns>
    public async ValueTask<bool> AgainAsync(CancellationToken cancellationToken)
    {
        if (_left-- == 0)
        {
            return false;
        }

        await Task.Delay(s_moment, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
