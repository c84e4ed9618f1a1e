namespace Consent;

/// <summary>Somebody asked for what their roles do not allow. It says nothing about whether the contact exists, or who asked.</summary>
public sealed class ConsentAccessDeniedException : Exception
{
    /// <summary>A refusal.</summary>
    public ConsentAccessDeniedException(Permission permission, AccessVerdict verdict)
        : base(verdict == AccessVerdict.ReasonMissing
            ? $"The permission {permission} needs a reason for this role."
            : $"The permission {permission} is not granted to this role, or not for this contact, or not by the link that was used.")
    {
        Permission = permission;
        Verdict = verdict;
    }

    /// <summary>What was asked for.</summary>
    public Permission Permission { get; }

    /// <summary>Why it was refused.</summary>
    public AccessVerdict Verdict { get; }
}
