using System.Collections.Immutable;

namespace Consent.Storage.Benchmarks;

/// <summary>One way to keep consents on an engine.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Keeps changes of contacts that are new, in one transaction; durable once returned.</summary>
    Task WriteAsync(ImmutableArray<Work> batch);

    /// <summary>Keeps one change in a durable transaction, while others do the same.</summary>
    Task WriteBesideOthersAsync(Work change) => WriteAsync([change]);

    /// <summary>What a commit waits for, as its engine says it: contenders who wait for less do not race.</summary>
    Task<string> DurabilityAsync();

    /// <summary>Reads one contact's state.</summary>
    Task<bool> ReadAsync(string contact);
}
