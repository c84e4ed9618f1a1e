using Consent.Auditing;

namespace Consent.Storage.Tests;

/// <summary>Small commits, as a host makes them.</summary>
internal static class Some
{
    public static ConsentRules Rules { get; } = new();

    public static Timestamp Start { get; } = Timestamp.Parse("2026-01-01T00:00:00.000000Z");

    public static Actor Clerk { get; } = Actor.ApiClient("actor-marker");

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static ContactId Contact(string id) => ContactId.From(id);

    /// <summary>The first change of a contact: an objection, with a reference that a search would find.</summary>
    public static ConsentCommit First(string id, string change = "1", int minute = 0, string? reason = null)
    {
        var contact = ContactId.From(id);
        return Of(ContactConsents.Empty(contact, Rules.Taxonomy), 0, change, minute, reason);
    }

    /// <summary>The change after it.</summary>
    public static ConsentCommit Then(this ConsentCommit before, string change, int minute) =>
        Of(before.Snapshots[0].Snapshot, before.Snapshots[0].ExpectedVersion + 1, change, minute, null);

    /// <summary>A change on top of what was found.</summary>
    public static ConsentCommit Next(this StoredContact found, string id, string change, int minute) =>
        Of(found.Snapshot is { State: ContactState.Open } snapshot ? snapshot : ContactConsents.Empty(Contact(id), Rules.Taxonomy), found.Version, change, minute, null);

    public static Task<IReadOnlyList<CommitOutcome>> CommitAsync(this IConsentStore store, params ConsentCommit[] batch) => store.CommitAsync(batch, Stop).AsTask();

    public static async Task<StoredContact> FindAsync(this IConsentStore store, string id, string change = "1") =>
        (await store.FindAsync([new(Contact(id), ChangeId.From(change))], Stop))[0];

    public static async Task<TreeHead> TreeHeadAsync(this IConsentStore store) => await store.Log.HeadAtAsync((await store.GetHeadAsync(Stop)).Size, Stop);

    /// <summary>Checks the whole log, against what it says of itself or a head from before.</summary>
    public static async Task<LogVerdict> VerifyAsync(this IConsentStore store, TreeHead? expected = null)
    {
        var verifier = new LogVerifier(expected ?? await store.TreeHeadAsync());
        await foreach (var entry in store.Log.ReadAsync(0, long.MaxValue, Stop))
        {
            verifier.Add(entry);
        }

        return verifier.Finish();
    }

    private static ConsentCommit Of(ContactConsents before, long version, string change, int minute, string? reason)
    {
        var at = Start.Plus(TimeSpan.FromMinutes(minute));
        var said = ConsentChange.For(before.Id).WithId(ChangeId.From(change)).Object(Purposes.Marketing.Automatic.Email, at, Evidence.WebForm("https://evidence-marker.example/form"));
        said = reason is null ? said : said.Because(reason);
        var applied = before.Apply(said, Rules, new(at, Clerk, ChangePort.Bulk, Guid.NewGuid()));
        return new()
        {
            Contact = before.Id,
            Change = ChangeId.From(change),
            Entries = [applied.Entry!],
            Snapshots = [new(applied.Changed[0], version)],
        };
    }
}
