namespace Consent.Storage.Tests;

public sealed class RecentlyUsedTests
{
    [Fact]
    public void As_many_as_a_generation_are_remembered_and_twice_as_many_at_most()
    {
        var memory = new RecentlyUsed<int, string>(10);
        for (var n = 0; n < 100; n++)
        {
            memory.Set(n, $"{n}");
            Assert.All(Enumerable.Range(Math.Max(0, n - 9), Math.Min(n + 1, 10)), k => Assert.True(memory.TryGet(k, out var value) && string.Equals(value, $"{k}", StringComparison.Ordinal)));
        }

        Assert.InRange(Enumerable.Range(0, 100).Count(n => memory.TryGet(n, out _)), 10, 20);
    }

    [Fact]
    public void What_is_used_stays_and_a_newer_value_counts()
    {
        var memory = new RecentlyUsed<int, string>(5);
        memory.Set(0, "old");
        memory.Set(0, "new");
        for (var n = 1; n < 100; n++)
        {
            memory.Set(n, "other");
            Assert.True(memory.TryGet(0, out var value));
            Assert.Equal("new", value);
        }
    }

    [Fact]
    public async Task What_is_removed_does_not_come_back_by_somebody_who_is_using_it()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var memory = new RecentlyUsed<int, string>(2);
            memory.Set(1, "1");
            memory.Set(2, "2");
            using var start = new Barrier(2);
            var using_ = Task.Run(() =>
            {
                start.SignalAndWait();
                memory.TryGet(1, out _);
            });
            start.SignalAndWait();
            memory.Remove(1);
            await using_;
            Assert.False(memory.TryGet(1, out _));
        }
    }
}
