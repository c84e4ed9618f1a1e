namespace Consent.Tracking.Tests.Stories;

/// <summary>What was told at one step of a story.</summary>
internal sealed record StoryAnswer(IReadOnlyList<ChangeResult> Results, ErasureOutcome? Erasure = null)
{
    public StoryAnswer(ErasureOutcome erasure)
        : this([], erasure)
    {
    }

    public static StoryAnswer None { get; } = new([]);

    public IEnumerable<StatementOutcome> Outcomes => Results.SelectMany(r => r.Statements);

    /// <summary>Whether anything was taken away.</summary>
    public bool IsErased => Erasure is ErasureOutcome.Erased or ErasureOutcome.ErasedNeverContact or ErasureOutcome.Forgotten;
}
