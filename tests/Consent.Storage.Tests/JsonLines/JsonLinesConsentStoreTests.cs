using System.Text;
using Consent.Auditing;

namespace Consent.Storage.Tests.JsonLines;

public sealed class JsonLinesConsentStoreTests : IDisposable
{
    private static readonly ConsentRules s_rules = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("consent-lines-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "consents.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_when_the_file_is_opened_again()
    {
        LogHead head;
        using (var store = new JsonLinesConsentStore(File))
        {
            await CommitAsync(store, "ada", "bea");
            await store.Log.AddCheckpointAsync(new(2, DateTimeOffset.UtcNow, "a note\n"), Cancellation);
            head = await store.GetHeadAsync(Cancellation);
        }

        using var again = new JsonLinesConsentStore(File);
        Assert.Equal(head, await again.GetHeadAsync(Cancellation));
        Assert.Equal(1, (await FindAsync(again, "ada")).Recorded!.Subject!.Revision!.Value.Number);
        Assert.Equal("a note\n", (await again.Log.LastCheckpointAsync(Cancellation))!.Note);
    }

    [Fact]
    public async Task A_last_line_that_was_torn_was_never_acknowledged_and_is_cut_off()
    {
        using (var store = new JsonLinesConsentStore(File))
        {
            await CommitAsync(store, "ada");
            await CommitAsync(store, "bea");
        }

        var whole = await System.IO.File.ReadAllBytesAsync(File, Cancellation);
        var lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (var length = lastLine; length < whole.Length; length += 37)
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..length], Cancellation);
            using var torn = new JsonLinesConsentStore(File);
            Assert.Equal(1, (await torn.GetHeadAsync(Cancellation)).Size);
            Assert.Equal(StoredContact.Nothing, await FindAsync(torn, "bea"));

            await CommitAsync(torn, "cay");
            Assert.Equal([0L, 1L], await torn.ReadLogAsync(LogQuery.Everything, Cancellation).Select(e => e.Index).ToListAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_damaged_line_is_said_and_not_skipped()
    {
        using (var store = new JsonLinesConsentStore(File))
        {
            await CommitAsync(store, "ada", "bea");
        }

        var text = await System.IO.File.ReadAllTextAsync(File, Cancellation);
        await System.IO.File.WriteAllTextAsync(File, text.Replace("\"entries\"", "entries", StringComparison.Ordinal), Cancellation);

        Assert.Throws<ConsentStoreException>(() => new JsonLinesConsentStore(File));
    }

    [Fact]
    public async Task After_an_erasure_no_byte_of_the_person_is_in_the_file()
    {
        byte[] salt;
        using (var store = new JsonLinesConsentStore(File))
        {
            await CommitAsync(store, "ada", "bea");
            salt = (await store.Log.ReadAsync(0, 1, Cancellation).SingleAsync(Cancellation)).Salt(EntrySlot.Subject).ToArray();
        }

        byte[][] marks = [salt, "ada"u8.ToArray(), "ada-1"u8.ToArray()];
        Assert.All(marks, mark => Assert.True(IsInTheFile(mark)));
        using (var store = new JsonLinesConsentStore(File))
        {
            var incarnation = (await FindAsync(store, "ada")).Snapshot!.Revision.Incarnation;
            await store.EraseAsync([new(ContactId.From("ada"), incarnation, [new(0, 0)], Consent.Testing.Closings.Kept(ContactId.From("ada"), DateTimeOffset.UtcNow))], Cancellation);
        }

        Assert.All(marks, mark => Assert.False(IsInTheFile(mark)));
        Assert.True(IsInTheFile("bea-1"u8));
        Assert.Equal([File], Directory.GetFiles(_folder));
        using var again = new JsonLinesConsentStore(File);
        Assert.Equal(ContactState.Closed, (await FindAsync(again, "ada")).Snapshot!.State);
    }

    [Fact]
    public void One_process_at_a_time_has_the_file()
    {
        using var store = new JsonLinesConsentStore(File);

        Assert.Throws<ConsentStoreException>(() => new JsonLinesConsentStore(File));
    }

    /// <summary>In its text, or in the bytes that it holds as text.</summary>
    private bool IsInTheFile(ReadOnlySpan<byte> mark)
    {
        using var file = new LineFile(File);
        var lines = file.Read();
        byte[] bytes =
        [
            .. lines.SelectMany(l => l.Entries).SelectMany(e => e.Row.Concat(e.Slots ?? [])),
            .. lines.SelectMany(l => l.Contacts).SelectMany(c => Encoding.UTF8.GetBytes(c.Id).Concat(c.Snapshot)),
        ];
        return bytes.AsSpan().IndexOf(mark) >= 0;
    }

    private static async Task<StoredContact> FindAsync(JsonLinesConsentStore store, string contact) =>
        (await store.FindAsync([new(ContactId.From(contact), ChangeId.From($"{contact}-1"))], Cancellation))[0];

    private static async Task CommitAsync(JsonLinesConsentStore store, params string[] contacts)
    {
        var batch = contacts.Select(ContactId.From).Select(contact =>
        {
            var change = ConsentChange.For(contact).WithId(ChangeId.From($"{contact.Value}-1")).Withdraw(Purposes.Marketing.Automatic.Email);
            var applied = ContactConsents.Empty(contact, s_rules.Taxonomy).Apply(change, s_rules, new(DateTimeOffset.UtcNow, Actor.ApiClient("test"), ChangePort.Bulk, Guid.NewGuid()));
            return new ConsentCommit { Contact = contact, Change = change.Id!.Value, Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], 0)] };
        });
        Assert.All(await store.CommitAsync([.. batch], Cancellation), o => Assert.IsType<CommitOutcome.Committed>(o));
    }
}
