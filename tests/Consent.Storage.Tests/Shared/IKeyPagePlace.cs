namespace Consent.Storage.Tests;

/// <summary>A database of one adapter with its keys, that goes with the test.</summary>
public interface IKeyPagePlace : IAsyncDisposable
{
    /// <summary>Where the key-encryption key is.</summary>
    string KeyDirectory { get; }

    /// <summary>A store over it, as another process opens one.</summary>
    IConsentStore Open();

    /// <summary>The names of all contacts' keys, in the order in which they were recorded.</summary>
    Task<Guid[]> HandlesAsync();

    /// <summary>The wrapped page that a key lies in.</summary>
    Task<byte[]> PageAsync(Guid handle);

    /// <summary>Nothing is left to be carried on, and nothing can be read that was overwritten, where the adapter wipes it at once.</summary>
    Task AssertWipedAsync(IReadOnlyList<byte[]> overwritten);
}
