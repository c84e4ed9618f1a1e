namespace Consent.Verify;

/// <summary>The command cannot be carried out as it was given; the message says why, and quotes nothing that was read.</summary>
internal sealed class UsageException(string message, bool showsUsage = false) : Exception(message)
{
    /// <summary>Whether the usage helps.</summary>
    public bool ShowsUsage { get; } = showsUsage;
}
