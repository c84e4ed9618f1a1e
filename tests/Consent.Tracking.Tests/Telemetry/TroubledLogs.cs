using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What hosts say whose signers, places and databases are not as they were.</summary>
internal sealed class TroubledLogs(Overheard overheard)
{
    private const string Origin = "shop.example/consents";
    private readonly SwitchedStore _store = new();
    private readonly EcdsaSigner _signer = new(Origin);

    public async Task DoAllAsync()
    {
        var folder = Directory.CreateTempSubdirectory("consent-telemetry-").FullName;
        try
        {
            await ChangeSignerAsync(folder);
            await BeLateAsync();
            await BelieveNobodyAsync();
            await BeAlteredAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ApplyAsync(TrackedHost host, ContactId contact) => await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).Object(PurposePath.All), Stop);

    private async Task ChangeSignerAsync(string folder)
    {
        await using var host = new TrackedHost(store: new InMemoryConsentStore(), keysFolder: folder, logs: overheard);
        await ApplyAsync(host, Ada);
        await host.Privacy.As(Manager).ChangeSignerAsync(Stop);
    }

    private async Task BeLateAsync()
    {
        using var host = new TrackedHost(_store.Over, store: _store.First, publish: builder => builder.SignCheckpoints(_ => _signer), logs: overheard);
        await ApplyAsync(host, Ada);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        _signer.Trouble = () => new InvalidOperationException();
        await ApplyAsync(host, Bea);
        _signer.Trouble = null;
    }

    /// <summary>One place has somebody else's checkpoint under this log's name, another one has lost all.</summary>
    private async Task BelieveNobodyAsync()
    {
        var head = new Checkpoint(Origin, new(9, Sha256Digest.OfText("forged")));
        var forged = SignedCheckpoint.Of(head, await new EcdsaSigner(Origin).SignAsync(head, Stop));
        using var host = new TrackedHost(
            _store.Over,
            store: _store.First,
            publish: builder => builder.SignCheckpoints(_ => _signer)
                .PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => default, (_, _) => new(forged)))
                .PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => default, (_, _) => default)),
            logs: overheard);
        await host.MayEmail(Ada);
    }

    private async Task BeAlteredAsync()
    {
        using var host = new TrackedHost(_store.Over, store: _store.First, publish: builder => builder.SignCheckpoints(_ => _signer), logs: overheard);
        await ApplyAsync(host, Ada);
        _store.Now = new();
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.Audit.CheckpointAsync(Stop));
    }
}
