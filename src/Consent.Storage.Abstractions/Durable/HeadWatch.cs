using Consent.Auditing;

namespace Consent.Storage;

/// <summary>Remembers the greatest head of the log that this process has seen, so that a log that shrinks or is exchanged under a running host is noticed by the next statement: a failover to an older copy, an old file put back. Thread-safe.</summary>
/// <remarks>
/// A read takes <see cref="Greatest"/> before it is sent and brings the head along; the head that comes back is never before what was known <i>then</i>. Heads that only grow may still be another log's: that they go on from <see cref="LastWritten"/> is
/// proved each second, and before a checkpoint is signed.
/// </remarks>
public sealed class HeadWatch
{
    private volatile SeenHead _greatest = SeenHead.None;
    private volatile SeenHead _written = SeenHead.None;

    /// <summary>The greatest head seen so far.</summary>
    public SeenHead Greatest => _greatest;

    /// <summary>The greatest head that this process has written itself; <see langword="null"/>: none.</summary>
    public TreeHead? LastWritten => _written is { Size: > 0 } written ? written.Head : null;

    /// <summary>Compares a head with what was known before it was asked for, and remembers it.</summary>
    /// <param name="before"><see cref="Greatest"/> as it was before the statement that brought the head was sent.</param>
    /// <param name="size">How many entries the log has.</param>
    /// <param name="edge">The right edge of its tree, as it is stored.</param>
    /// <exception cref="AuditLogAlteredException">The log is shorter than it was, or has as many entries and others.</exception>
    public void Check(SeenHead before, long size, ReadOnlySpan<byte> edge)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (size < before.Size)
        {
            throw new AuditLogAlteredException(
                $"The log has {size} entries, and this process has seen {before.Size}: an older copy of the database has taken its place, or its tail was cut off.", LogFlaw.CutOff, before.Size);
        }

        if (size == before.Size && !before.HasEdge(edge))
        {
            throw new AuditLogAlteredException($"The log has {size} entries as before, and they are not the same: another database has taken its place, or its history was rewritten.", LogFlaw.RootDiffers, size);
        }

        if (size > _greatest.Size)
        {
            Remember(new(size, edge.ToArray()));
        }
    }

    /// <summary>Remembers a head that this process has written.</summary>
    public void Wrote(long size, byte[] edge)
    {
        var head = new SeenHead(size, edge);
        Remember(head);
        while (_written is var known && known.Size < size && Interlocked.CompareExchange(ref _written, head, known) != known)
        {
        }
    }

    /// <summary>Forgets what was seen: the log was recovered from a backup on purpose, and goes on from there.</summary>
    public void Forget() => _greatest = _written = SeenHead.None;

    private void Remember(SeenHead head)
    {
        while (_greatest is var known && known.Size < head.Size && Interlocked.CompareExchange(ref _greatest, head, known) != known)
        {
        }
    }
}
