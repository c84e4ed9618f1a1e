namespace Consent.Storage;

/// <summary>The audit log is not the one that a checkpoint was signed for: its tail was cut off, its history rewritten, or an old backup restored. Nothing is read or written until that is cleared up.</summary>
public sealed class AuditLogAlteredException : ConsentStoreException
{
    /// <summary>What does not fit.</summary>
    /// <param name="message">What does not fit, without personal data.</param>
    /// <param name="flaw">What is wrong: <see cref="LogFlaw.CutOff"/> or <see cref="LogFlaw.RootDiffers"/>.</param>
    /// <param name="size">The size that the checkpoint states.</param>
    public AuditLogAlteredException(string message, LogFlaw flaw, long size)
        : base(message)
    {
        Flaw = flaw;
        Size = size;
    }

    /// <summary>What is wrong.</summary>
    public LogFlaw Flaw { get; }

    /// <summary>The size that the checkpoint states.</summary>
    public long Size { get; }
}
