using System.Collections.Immutable;

namespace Consent.Storage.Benchmarks;

/// <summary>One way to keep consents on an engine.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Keeps changes of contacts that are new, in one transaction; durable once returned.</summary>
    Task WriteAsync(ImmutableArray<Work> batch);

    /// <summary>Reads one contact's state.</summary>
    Task<bool> ReadAsync(string contact);
}
