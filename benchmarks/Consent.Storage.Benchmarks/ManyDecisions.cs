using System.Globalization;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.Benchmarks;

/// <summary>May each of these contacts be mailed? Asked one by one, and as a list.</summary>
internal static class ManyDecisions
{
    private const int Rounds = 5;

    /// <param name="store">Holds nobody of these contacts yet.</param>
    /// <param name="contacts">How many are asked about.</param>
    public static async Task RunAsync(IConsentStore store, int contacts)
    {
        const int FirstNumber = 70_000_000;
        var ours = new ConsentContender(store, "Consent");
        for (var first = 0; first < contacts; first += 1000)
        {
            await ours.WriteAsync(Work.Make(FirstNumber + first, Math.Min(1000, contacts - first)));
        }

        var services = new ServiceCollection();
        services.AddConsentTracking().UseStore("UseBenchmarkStore", _ => new Lent(store));
        await using var host = services.BuildServiceProvider();
        var tracker = host.GetRequiredService<ConsentTracker>();
        ProcessingRequest[] requests = [.. Work.Make(FirstNumber, contacts).Select(w => ProcessingRequest.ToContact(ContactId.From(w.Contact), Purposes.Marketing.Automatic.Email))];
        var (alone, together) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await Race.TimeAsync(async () =>
            {
                foreach (var request in requests)
                {
                    _ = await tracker.DecideAsync(request, CancellationToken.None);
                }
            }));
            together.Add(await Race.TimeAsync(async () => _ = await tracker.DecideAsync(requests, CancellationToken.None)));
        }

        Race.Print(string.Create(CultureInfo.InvariantCulture, $"{contacts:N0} decisions"), [("one by one", Race.Median(alone)), ("as a list", Race.Median(together))]);
    }

    /// <summary>A store that is disposed of by somebody else.</summary>
    private sealed class Lent(IConsentStore store) : IConsentStore
    {
        public ISealedLog Log => store.Log;

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => store.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => store.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => store.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => store.ScanAsync(after, cancellationToken);

        public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => store.EraseAsync(erasures, cancellationToken);

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => store.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => store.DigestOfAsync(contact, cancellationToken);
    }
}
