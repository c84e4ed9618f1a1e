using System.Collections.Immutable;
using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>One telling of a story, about contacts of its own: all laws are asked at each step, and at the end.</summary>
internal sealed class StoryTelling
{
    private readonly StoryHosts _hosts;
    private readonly Story _story;
    private readonly ImmutableArray<ContactId> _contacts;
    private readonly ImmutableArray<StoryQuestion> _questions;
    private readonly ImmutableArray<ProcessingRequest> _requests;
    private readonly LastingNoes _lasting = new();
    private readonly HeardNoes _heard = new();
    private readonly KnownThen _known;
    private StoryState _now;

    public StoryTelling(StoryHosts hosts, Story story, int number)
    {
        _hosts = hosts;
        _story = story.About(Renamed);
        _contacts = [.. Story.Contacts.Select(Renamed)];
        _questions = StoryQuestion.About(_contacts);
        _requests = [.. _questions.Select(q => q.ToRequest())];
        _known = new(hosts);
        _now = StateOf(PersonConsents.Of(_contacts.Select(id => ContactConsents.Empty(id, StoryHosts.Rules.Taxonomy))));

        ContactId Renamed(ContactId contact) => ContactId.From($"{number}-{contact.Value}");
    }

    /// <returns>What is on record in the end.</returns>
    public async Task<StoryState> HoldsAsync()
    {
        foreach (var step in _story.Steps)
        {
            var moment = await LiveAsync(step);
            if (step is StoryStep.Read && step.Minute % 2 == 0)
            {
                await SecondNight.AssertAsync(moment, LiveAsync, _hosts);
            }
        }

        await StoryFold.AssertAsync(_hosts, _now, _questions.Where((_, i) => i % 5 == 0));
        var end = _now;
        await _known.AtEndAsync(end);
        await ListsAreAnsweredAsOneByOneAsync();
        return end;
    }

    private async Task ListsAreAnsweredAsOneByOneAsync()
    {
        var together = await _hosts.DecideAsync(_requests);
        for (var i = 0; i < _requests.Length; i += 5)
        {
            Assert.Equal(await _hosts.DecideAsync(_requests[i]), together[i]);
        }
    }

    private async Task<StoryMoment> LiveAsync(StoryStep step)
    {
        var before = _now;
        var answer = await _hosts.LiveAsync(step, _contacts);
        _now = StateOf(await _hosts.RecordsAsync(_contacts));
        var moment = new StoryMoment(step, before, _now, answer);
        _heard.After(moment);
        _lasting.After(moment);
        OnlyWordsOpen.Assert(moment);
        ToldTruly.Assert(moment);
        await _known.AfterAsync(moment);
        return moment;
    }

    private StoryState StateOf(PersonConsents records) => new(records, _questions, _requests);
}
