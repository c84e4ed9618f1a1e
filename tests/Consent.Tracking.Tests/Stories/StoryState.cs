using System.Collections.Immutable;

namespace Consent.Tracking.Tests.Stories;

/// <summary>What is on record at one moment of a story, and the answers to all its questions.</summary>
internal sealed class StoryState
{
    private readonly ImmutableArray<StoryQuestion> _questions;
    private readonly ConsentDecision[] _decisions;

    public StoryState(PersonConsents records, ImmutableArray<StoryQuestion> questions, ImmutableArray<ProcessingRequest> requests)
    {
        Records = records;
        _questions = questions;
        _decisions = [.. requests.Select(request => records.Decide(request, StoryHosts.Rules, Timestamp.MinValue))];
    }

    public PersonConsents Records { get; }

    public ConsentDecision this[StoryQuestion question] => _decisions[_questions.IndexOf(question)];

    public IEnumerable<StoryQuestion> Permitted => _questions.Where((_, i) => _decisions[i].IsPermitted);

    public bool IsPermitted(StoryQuestion question) => this[question].IsPermitted;
}
