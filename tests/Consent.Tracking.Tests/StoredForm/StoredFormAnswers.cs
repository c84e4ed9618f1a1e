using System.Security.Cryptography;
using System.Text;
using Consent.Storage;

namespace Consent.Tracking.Tests.StoredForm;

/// <summary>What a store and a host over it answer, as a text to be read and compared.</summary>
internal sealed class StoredFormAnswers
{
    private const string Nothing = "NoBasis NoBasis";

    private static readonly PurposePath[] s_asked =
    [
        Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, StoredFormHost.WhatsApp, Purposes.Marketing.Traditional.Paper, Purposes.Marketing.Traditional.Phone, Purposes.SoftSpam.Email,
        PurposePath.Parse("newsletters.shoes"),
    ];

    private readonly StringBuilder _text = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Asks all there is to ask. Only what a host does at its start is written meanwhile, and that after the log was read.</summary>
    public static async Task<string> OfAsync(StoredFormPlace place)
    {
        var answers = new StoredFormAnswers();
        var store = place.Open();
        await using ((IAsyncDisposable)store)
        {
            await answers.AskLogAsync(store);
            await answers.AskBesideAsync(store);
        }

        await using var host = new StoredFormHost(place, StoredFormStory.End);
        await answers.AskHostAsync(host);
        return answers._text.ToString();
    }

    private async Task AskLogAsync(IConsentStore store)
    {
        var head = await store.GetHeadAsync(Stop);
        Add($"head: {head.Size} entries, the last one of {head.LastRecordedAt}, root {(await store.Log.HeadAtAsync(head.Size, Stop)).Root}");
        await foreach (var checkpoint in store.Log.ReadCheckpointsAsync(Stop))
        {
            Add($"checkpoint: {checkpoint.Size} entries at {checkpoint.MadeAt}, note {Digest(Encoding.UTF8.GetBytes(checkpoint.Note))}");
        }

        await foreach (var sealed_ in store.Log.ReadAsync(0, long.MaxValue, Stop))
        {
            Add(sealed_.IsErased ? $"{sealed_.Index} erased" : Entry(sealed_.Open()));
        }

        Add($"quarantine: {string.Join(", ", await store.ReadLogAsync(new() { QuarantinedOnly = true }, Stop).Select(e => e.Index).ToListAsync(Stop))}");
        foreach (var contact in StoredFormStory.Contacts)
        {
            Add($"history of {contact}: {string.Join(", ", await store.ReadLogAsync(new() { Contact = ContactId.From(contact) }, Stop).Select(e => e.Index).ToListAsync(Stop))}");
        }
    }

    /// <summary>What the store keeps beside the log.</summary>
    private async Task AskBesideAsync(IConsentStore store)
    {
        var contacts = StoredFormStory.Contacts.Select(ContactId.From).ToList();
        var numbers = await ((IRecordNumbers)store).NumbersOfAsync(contacts, Stop);
        var found = await store.FindAsync([.. contacts.Select(c => new ContactLookup(c, ChangeId.From("yes")))], Stop);
        for (var i = 0; i < contacts.Count; i++)
        {
            Add($"record of {contacts[i].Value}: version {found[i].Version}, number {numbers[i]}, {found[i].Snapshot?.State} at {found[i].Snapshot?.Revision.Number}, its yes {found[i].Recorded?.Index}");
        }

        Add($"in order: {string.Join(", ", await store.ScanAsync(default, Stop).Select(c => c.Id.Value).ToListAsync(Stop))}");
        Add($"changes: {string.Join(", ", await ((IAudienceFeed)store).ReadChangesAsync(0, Stop).Select(c => $"{c.Position} {c.Number} {c.Snapshot?.Id.Value}").ToListAsync(Stop))}");
        await foreach (var closed in ((IStoredRows)store).ScanClosedAsync(Stop).OrderBy(d => d.ToString()))
        {
            Add($"closed: {closed}");
        }

        Add($"quinn is known by {await store.DigestOfAsync(ContactId.From("quinn"), Stop)}");
        foreach (var kind in (string[])["source", "verified"])
        {
            await foreach (var note in ((IConsentNotes)store).ScanNotesAsync(kind, null, Stop))
            {
                Add($"note: {kind} {note.Key.Key} version {note.Version}, gone at {note.GoneAt}, {Convert.ToHexStringLower(note.Content)}");
            }
        }

        Assert.Equal(0, ((IStoredRows)store).AlteredRows);
    }

    private async Task AskHostAsync(StoredFormHost host)
    {
        foreach (var contact in StoredFormStory.Contacts)
        {
            var record = await host.Shop.GetAsync(ContactId.From(contact), Stop);
            Add($"{contact}: {record.State} {record.Closing?.Kind} {record.Closing?.Since}, {string.Join(", ", record.Flags.Select(f => $"{f.Node} {f.Flag} {f.Value} of {f.InForce.OccurredAt}").Order(StringComparer.Ordinal))}");
            Add($"{contact}: pauses {record.Pauses.Length}, waits {record.AwaitingConfirmation.Length}, asked {record.Asked.Length}, links {record.Links.Length}, rectified {record.Rectified.Length}, notices {string.Join(' ', record.Acceptances.Select(a => a.Version))}, sources {string.Join(' ', record.Sources.Keys)}, unknown {string.Join(' ', record.Unknown)}");
            await DecideAsync(host, contact);
        }

        Add($"ada at the family's mailbox: {Told(await host.Tracker.DecideAsync(ProcessingRequest.ToContact(ContactId.From("ada"), Purposes.Marketing.Automatic.Email).At(StoredFormStory.MailBox), Stop))}");
        foreach (var purpose in s_asked)
        {
            var request = ProcessingRequest.ToContactAnyone(purpose);
            Add($"audience of {purpose}: {await host.Audience.CountAsync(request, Stop)}, {string.Join(", ", await host.Audience.StreamAsync(request, Stop).Select(c => c.Value).Order(StringComparer.Ordinal).ToListAsync(Stop))}");
        }
    }

    private async Task DecideAsync(StoredFormHost host, string contact)
    {
        var id = ContactId.From(contact);
        var decided = new List<string>();
        foreach (var purpose in s_asked)
        {
            decided.Add($"{purpose} {Told(await host.Tracker.DecideAsync(ProcessingRequest.ToContact(id, purpose), Stop))}");
        }

        decided.Add($"profile {Told(await host.Tracker.DecideAsync(ProcessingRequest.ToProfile(id, Purposes.Profiling.Classic), Stop))}");
        decided.Add($"transfer {Told(await host.Tracker.DecideAsync(ProcessingRequest.ToTransfer(id, Purposes.ThirdPartyTransfer.Marketing), Stop))}");
        Add($"{contact}: {string.Join(", ", decided.Where(d => !d.EndsWith(Nothing, StringComparison.Ordinal)))}");
    }

    private static string Told(ConsentDecision decision) => $"{decision.Outcome} {decision.Code}";

    /// <summary>What can be read of an entry; the root is over the rest.</summary>
    private static string Entry(AuditEntry entry) =>
        $"{entry.Index} {entry.Type} at {entry.RecordedAt}: {entry.Subject?.Contact.Value} {entry.Subject?.Other?.Value} {entry.Subject?.Revision?.Number} after {entry.Subject?.Previous}, {entry.Actor?.Id} {entry.Facts.Source}, "
        + $"{entry.Evidence?.Change?.Value} {entry.Facts.Acceptance?.Version} [{string.Join(", ", entry.Facts.Statements.Select(s => $"{s.Node} {s.Flag} {(s.IsActive ? "yes" : "no")} {s.Weight} {s.Effect}"))}] {entry.Facts.Closing?.Kind} {entry.Facts.Rectifies} {entry.Evidence?.Reason}";

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    private void Add(string line) => _text.Append(string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Append('\n');
}
