namespace Consent.Verify;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked holds.</summary>
    public const int Holds = 0;

    /// <summary>Something does not hold.</summary>
    public const int DoesNotHold = 1;

    /// <summary>Wrong usage, or input that cannot be read: nothing was checked.</summary>
    public const int NotChecked = 2;
}
