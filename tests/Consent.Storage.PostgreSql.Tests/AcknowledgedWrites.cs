using System.Collections.Concurrent;
using Consent.Auditing;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Writers that know what was acknowledged, and send a change again under its id when that is not known.</summary>
internal sealed class AcknowledgedWrites(PostgreSqlConsentStore store, int writers)
{
    private readonly ConcurrentBag<string> _acknowledged = [];
    private volatile bool _ends;
    private int _retries;
    private int _mostRetries;

    public int Acknowledged => _acknowledged.Count;

    public int Retries => _retries;

    public int MostRetries => _mostRetries;

    public Task WriteAsync() => Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
    {
        for (var n = 0; !_ends; n++)
        {
            await WriteAsync($"contact {w}-{n}");
        }
    })));

    public async Task StopAsync(Task writing)
    {
        _ends = true;
        await writing;
    }

    public async Task AcknowledgedAsync(int many)
    {
        while (Acknowledged < many)
        {
            await Task.Delay(5, Some.Stop);
        }
    }

    public async Task NothingIsLostAsync(PostgreSqlConsentStore after)
    {
        foreach (var contact in _acknowledged)
        {
            Assert.NotNull((await after.FindAsync(contact)).Recorded);
        }

        Assert.Equal(LogFlaw.None, (await after.VerifyAsync()).Flaw);
        Assert.Equal(_acknowledged.Count, (await after.GetHeadAsync(Some.Stop)).Size);
    }

    private async Task WriteAsync(string contact)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                Assert.All(await store.CommitAsync(Some.First(contact)), o => Assert.True(o is CommitOutcome.Committed or CommitOutcome.AlreadyRecorded));
                _acknowledged.Add(contact);
                return;
            }
            catch (ConsentStoreException trouble) when (trouble.IsTransient)
            {
                Interlocked.Increment(ref _retries);
                for (var most = _mostRetries; retries + 1 > most; most = _mostRetries)
                {
                    Interlocked.CompareExchange(ref _mostRetries, retries + 1, most);
                }
            }
        }
    }
}
