namespace Consent;

/// <summary>What a source means by a status that is <c>false</c>.</summary>
public enum FalseMeans
{
    /// <summary>The person said no.</summary>
    No = 0,

    /// <summary>Nobody asked, as in a form that sends <c>false</c> for every box that it did not show: left out, unless the source had said <c>true</c> before. Then it is a withdrawal.</summary>
    NotAsked = 1,
}
