using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>What somebody has who follows a store's changes.</summary>
internal sealed class FollowedAudience
{
    private readonly SortedDictionary<long, ContactConsents> _records = [];
    private readonly Dictionary<long, ContactId> _owners = [];
    private long _position;

    public async Task FollowAsync(IAudienceFeed feed)
    {
        var met = new HashSet<long>();
        foreach (var change in await feed.ChangesAsync(_position))
        {
            Assert.True(change.Position > _position, "A position does not grow.");
            Assert.True(met.Add(change.Number), "A contact is met twice in one reading.");
            _position = change.Position;
            if (change.Snapshot is { } snapshot)
            {
                Assert.True(_owners.TryAdd(change.Number, snapshot.Id) || _owners[change.Number] == snapshot.Id, "A number stands for two contacts.");
                _records[change.Number] = snapshot;
            }
            else
            {
                _records.Remove(change.Number);
            }
        }
    }

    /// <summary>Asserts that it has what the store has.</summary>
    public async Task AssertAsync(IConsentStore store, IAudienceFeed feed)
    {
        Assert.Equal(Rendering.Of(await store.ScanAsync()), Rendering.Of(_records.Values.OrderBy(r => r.Id)));
        long[] numbers = [.. _owners.Keys];
        var found = await feed.FindByNumberAsync(numbers, TestContext.Current.CancellationToken);
        Assert.Equal(Rendering.Of(numbers.Select(n => _records.GetValueOrDefault(n))), Rendering.Of(found));
    }
}
