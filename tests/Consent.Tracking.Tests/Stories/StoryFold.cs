namespace Consent.Tracking.Tests.Stories;

/// <summary>The records are the fold of what is left of the log, and the tracker answers by them.</summary>
internal static class StoryFold
{
    public static async Task AssertAsync(StoryHosts hosts, StoryState state, IEnumerable<StoryQuestion> questions)
    {
        var records = state.Records;
        var ids = records.Contacts.Select(c => c.Id).ToList();
        var folded = PersonConsents.Fold(ids, StoryHosts.Rules.Taxonomy, await hosts.EntriesAsync(ids), known: records.Contacts);
        foreach (var id in ids)
        {
            Assert.True(records[id].SaysTheSameAs(folded[id]), $"The record of {id.Value} is not what the log says:\n{Said(records[id])}\n\n{Said(folded[id])}");
        }

        foreach (var question in questions)
        {
            var answer = await hosts.DecideAsync(question.ToRequest());
            Assert.Equal((state[question].Outcome, state[question].Code), (answer.Outcome, answer.Code));
        }
    }

    public static string Said(ContactConsents contact) => string.Join('\n', contact.Flags.Select(f => $"{f.Node} {f.Flag} {f.InForce} by {(f.InForce.Origin.Change.IsDefault ? "nobody" : f.InForce.Origin.Change.Value)}"))
        + $"\n{contact.State} {contact.Closing} {string.Join(", ", contact.Links)} {string.Join(", ", contact.Rectified)} {string.Join(", ", contact.Acceptances)} {string.Join(", ", contact.Asked)} {string.Join(", ", contact.Pauses)}";
}
