namespace Consent.Storage.PostgreSql;

/// <summary>How much of the log this process has seen: what a standby must have, so that a read from it shows nothing that is older. Thread-safe.</summary>
/// <remarks>The size alone is not enough: an erasure takes entries away without adding any, and a checkpoint is kept without either. Whoever erases moves the counter of writes.</remarks>
internal sealed class SeenState
{
    private long _size;
    private long _changed;
    private SeenCheckpoint? _checkpoint;

    /// <summary>What has been seen so far.</summary>
    public (long Size, long Changed, SeenCheckpoint? Checkpoint) Now => (Volatile.Read(ref _size), Volatile.Read(ref _changed), Volatile.Read(ref _checkpoint));

    /// <summary>Takes note of a head, or of an entry: then as the size after it.</summary>
    public void Note(long size, long changed = 0)
    {
        Raise(ref _size, size);
        Raise(ref _changed, changed);
    }

    /// <summary>Takes note of a checkpoint; the log is no shorter than that.</summary>
    public void Note(long size, byte[] mac)
    {
        Raise(ref _size, size);
        for (var known = Volatile.Read(ref _checkpoint); known is null || known.Size < size;)
        {
            var before = Interlocked.CompareExchange(ref _checkpoint, new(size, mac), known);
            if (ReferenceEquals(before, known))
            {
                return;
            }

            known = before;
        }
    }

    /// <summary>Forgets it, as <see cref="HeadWatch.Forget"/>.</summary>
    public void Forget()
    {
        Volatile.Write(ref _size, 0);
        Volatile.Write(ref _changed, 0);
        Volatile.Write(ref _checkpoint, null);
    }

    private static void Raise(ref long known, long seen)
    {
        for (var now = Volatile.Read(ref known); now < seen;)
        {
            var before = Interlocked.CompareExchange(ref known, seen, now);
            if (before == now)
            {
                return;
            }

            now = before;
        }
    }
}
