using System.Collections.Immutable;
using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>One step of a story as it went: what was on record before and after, what was told, and what may be done since.</summary>
internal sealed record StoryMoment(StoryStep Step, StoryState Before, StoryState After, StoryAnswer Answer)
{
    /// <summary>Whoever was one person with an id before.</summary>
    public ImmutableArray<ContactId> PersonBefore(ContactId contact) => Before.Records.LinkedWith(contact);

    /// <summary>Whether something is permitted now that was not.</summary>
    public IEnumerable<StoryQuestion> Opened => After.Permitted.Where(question => !Before.IsPermitted(question));
}
