using Consent.Auditing;

namespace Consent.Storage;

/// <summary>The audit log is not the one that a checkpoint was signed for: its tail was cut off, its history rewritten, or an old backup restored. Nothing is read or written until that is cleared up.</summary>
/// <remarks>After a backup was restored on purpose, the privacy manager recovers the log: <c>ConsentPrivacy.As(manager).RecoverAsync(…)</c>.</remarks>
public sealed class AuditLogAlteredException : ConsentStoreException
{
    /// <summary>What does not fit.</summary>
    /// <param name="message">What does not fit, without personal data.</param>
    /// <param name="flaw">What is wrong: <see cref="LogFlaw.CutOff"/>, <see cref="LogFlaw.RootDiffers"/>, or <see cref="LogFlaw.NotErased"/> where a person whose erasure was done is back.</param>
    /// <param name="size">The size that the checkpoint states; for <see cref="LogFlaw.NotErased"/> the index of the entry.</param>
    public AuditLogAlteredException(string message, LogFlaw flaw, long size)
        : base(message)
    {
        Flaw = flaw;
        Size = size;
    }

    /// <summary>What is wrong.</summary>
    public LogFlaw Flaw { get; }

    /// <summary>The size that the checkpoint states; for <see cref="LogFlaw.NotErased"/> the index of the entry.</summary>
    public long Size { get; }
}
