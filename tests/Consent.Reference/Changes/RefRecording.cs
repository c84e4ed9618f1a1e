namespace Consent.Reference;

/// <summary>By whom, when and through which door a change is recorded.</summary>
/// <param name="Now">The recording host's clock.</param>
/// <param name="Actor">Who.</param>
/// <param name="InBulk">Through the port for many contacts.</param>
public sealed record RefRecording(long Now, RefActor Actor, bool InBulk)
{
    /// <summary>The link by which the contact acts.</summary>
    public RefSentLink? ByLink { get; init; }
}
