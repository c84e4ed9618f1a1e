using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Consent.Fuzz;

/// <summary>What a host reads from its notes: what its last verification found, and how far a source has been read. A later version may have written them, so none of them stops a start or a file.</summary>
internal static class NoteTargets
{
    private static readonly ConsentDocument s_document = new(ContactId.From("ada"), "crm", Timestamp.Parse("2026-01-01T00:00:00.000000Z"), NodeFlags.Empty.With(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, FlagValue.Inactive));

    private static readonly Lazy<InMemoryConsentStore> s_store = new(() =>
    {
        var store = new InMemoryConsentStore();
        using var host = Host(store);
        host.GetRequiredService<ConsentTracker>().As(Actor.ApiClient("crm")).ApplyAsync(ConsentChange.For(ContactId.From("ada")).Object(Purposes.Marketing.Automatic.Email)).AsTask().GetAwaiter().GetResult();
        return store;
    });

    public static void Verified(byte[] bytes)
    {
        Keep(new("verified", "state"), bytes);
        using var host = Host(s_store.Value);
        host.GetRequiredService<ConsentTracker>().GetRulesAsync().AsTask().GetAwaiter().GetResult();
        _ = host.GetRequiredService<ConsentHealthCheck>().CheckHealthAsync(new HealthCheckContext()).GetAwaiter().GetResult();
    }

    public static void Source(byte[] bytes)
    {
        Keep(new("source", "crm"), bytes);
        using var host = Host(s_store.Value);
        _ = host.GetRequiredService<ConsentBulk>().As(Actor.ApiClient("crm")).Apply(new[] { s_document }.ToAsyncEnumerable(), new() { IsDryRun = true }).CompleteAsync().AsTask().GetAwaiter().GetResult();
    }

    private static ServiceProvider Host(IConsentStore store)
    {
        var services = new ServiceCollection();
        services.AddConsentTracking().UseStore("UseFuzzedStore", _ => store);
        return services.BuildServiceProvider();
    }

    private static void Keep(NoteKey key, byte[] bytes)
    {
        if (bytes.Length <= StoreNote.MaxLength)
        {
            var before = s_store.Value.FindNotesAsync([key], default).AsTask().GetAwaiter().GetResult()[0];
            _ = s_store.Value.WriteNoteAsync(before?.Next(bytes) ?? new(key, bytes), default).AsTask().GetAwaiter().GetResult();
        }
    }
}
